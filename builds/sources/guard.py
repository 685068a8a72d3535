"""Fetches from two hosts over HTTPS, and lets nobody lead it anywhere else.

No redirects, no proxies of the environment, no cookies; the host's addresses must all be public, and the one
that was looked at is the one that is connected to, so that a name that changes its mind gains nothing.
"""

import ipaddress
import socket
import ssl
import time
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPSConnection
from typing import BinaryIO

from builds.errors import BuildUserError

HOSTS = frozenset({"api.github.com", "codeload.github.com"})
PORT = 443
NAT64 = ipaddress.ip_network("64:ff9b::/96")
#: Seconds to connect, between two pieces, and for the whole answer.
CONNECT, PIECE, WHOLE = 5, 30, 120
CHUNK = 64 * 1024
AGENT = "Vitrine"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    #: Empty if it was written into a file.
    body: bytes


def get(
    host: str,
    path: str,
    *,
    headers: dict[str, str],
    limit: int,
    into: BinaryIO | None = None,
    pulse: Callable[[], None] = lambda: None,
) -> Answer:
    """GETs https://<host><path> and returns the answer, whatever its status but a redirect.

    Only an answer 200 is written `into` the file. `limit` is in bytes. `pulse` is called between the pieces
    and may raise. Raises BuildUserError, with a sentence that says what was wrong.
    """
    if host not in HOSTS:
        raise BuildUserError(f"{host} is not a host from which sources are fetched.")
    deadline = time.monotonic() + WHOLE
    connection = _Connection(host, PORT, timeout=CONNECT, context=ssl.create_default_context())
    try:
        connection.connect()
        connection.sock.settimeout(PIECE)
        connection.request(
            "GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"} | headers
        )
        answer = connection.getresponse()
        if 300 <= answer.status < 400 and answer.status != 304:
            raise BuildUserError(f"{host} leads elsewhere (status {answer.status}); that is not followed.")
        if answer.getheader("Content-Encoding", "identity") != "identity":
            raise BuildUserError(f"{host} answers in an encoding that was not asked for.")
        pieces = _pieces(answer, host, limit, deadline, pulse)
        if into is None or answer.status != 200:
            return Answer(answer.status, answer.headers, b"".join(pieces))
        for piece in pieces:
            into.write(piece)
        return Answer(answer.status, answer.headers, b"")
    except ssl.SSLError as error:
        raise BuildUserError(f"{host} does not prove who it is ({error.reason or 'TLS failed'}).") from error
    except TimeoutError as error:
        raise BuildUserError(f"{host} did not answer in time; build again later.") from error
    except (OSError, HTTPException) as error:
        raise BuildUserError(
            f"{host} can't be reached ({type(error).__name__}); build again later."
        ) from error
    finally:
        connection.close()


def _pieces(answer, host, limit, deadline, pulse):
    left = limit
    while piece := answer.read1(CHUNK):
        left -= len(piece)
        if left < 0:
            raise BuildUserError(f"{host} sends more than {limit} bytes; that is not fetched.")
        if time.monotonic() > deadline:
            raise BuildUserError(f"{host} sends too slowly: not all came within {WHOLE} seconds.")
        pulse()
        yield piece
    if answer.length:
        raise BuildUserError(f"{host} broke off in the middle of its answer; build again later.")


class _Connection(HTTPSConnection):
    """Connects to the address that was looked at; the certificate must still be the host's."""

    def connect(self):
        family, address = public_address(self.host, self.port)
        plain = socket.socket(family, socket.SOCK_STREAM)
        try:
            plain.settimeout(self.timeout)
            plain.connect(address)
            self.sock = self._context.wrap_socket(plain, server_hostname=self.host)
        except BaseException:
            plain.close()
            raise


def public_address(host: str, port: int):
    """The family and address to connect to.

    Raises BuildUserError if any address of the host is not public.
    """
    found = resolve(host, port)
    for _, address in found:
        if not is_public(address[0]):
            raise BuildUserError(f"{host} has an address that is not public; nothing is fetched from it.")
    return found[0]


def resolve(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple]]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [(family, address) for family, _, _, _, address in found]


def is_public(address: str) -> bool:
    """Also not public is an IPv6 address that holds an IPv4 one: mapped, 6to4, Teredo, or NAT64."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if ip.version == 6 and (ip.ipv4_mapped or ip.sixtofour or ip.teredo or ip in NAT64):
        return False
    return ip.is_global and not ip.is_multicast
