"""GitHub as a source: what is asked of it, and what it can't talk us into. A server stands in for it."""

import datetime
import io
import json
import socket
import ssl
import threading
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from builds.errors import BuildUserError
from builds.sources import Pinned, Repository, choosing, github, guard
from tests.builds.test_runners import Log

REPOSITORY = Repository("owner", "name")
SHA, OTHER = "a" * 40, "b" * 40


def certificate(folder, *hosts):
    """A key and a certificate for these hosts, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, hosts[0])])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host) for host in hosts]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{hosts[0]}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class Hub:
    """Answers as GitHub would: a path has (status, headers, body), or a function that answers by itself."""

    def __init__(self):
        self.answers, self.asked = {}, []

    def says(self, path, said, status=200, **headers):
        self.answers[path] = (status, headers, json.dumps(said).encode())


@pytest.fixture
def hub(tmp_path, monkeypatch):
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self):
            hub.asked.append((self.headers["Host"], self.path, dict(self.headers)))
            answer = hub.answers.get(self.path, (404, {}, b"<html>Not Found</html>"))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            if headers.get("ETag") and headers["ETag"] == self.headers["If-None-Match"]:
                status, body = 304, b""
            self.send_response(status)
            for header, value in headers.items():
                self.send_header(header.replace("_", "-"), value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args):
            pass

    pem = certificate(tmp_path, *guard.HOSTS)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    monkeypatch.setattr(guard, "PORT", server.server_address[1])
    monkeypatch.setattr(
        guard, "resolve", lambda host, port: [(socket.AF_INET, ("127.0.0.1", server.server_address[1]))]
    )
    monkeypatch.setattr(guard, "is_public", lambda address: True)
    yield hub
    server.shutdown()


@pytest.fixture
def repository(hub):
    """Its default branch is at SHA, and the branch `more` has OTHER too."""
    root = "/repos/owner/name"
    hub.says(root, {"default_branch": "main"}, ETag='"1"')
    hub.says(f"{root}/commits/main", {"sha": SHA})
    hub.says(f"{root}/branches?per_page=30", [{"name": "main"}, {"name": "feature/more"}])
    hub.says(f"{root}/compare/main...{SHA}?per_page=1", {"status": "identical"})
    hub.says(f"{root}/compare/main...{OTHER}?per_page=1", {"status": "ahead"})
    hub.says(f"{root}/compare/feature%2Fmore...{OTHER}?per_page=1", {"status": "behind"})
    return hub


def archive_of(**files):
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as file:
        for name, content in files.items():
            file.writestr(f"name-{SHA}/{name}", content)
    return whole.getvalue()


def test_newest_commit_of_the_default_branch_is_the_head(repository):
    assert github.head(REPOSITORY) == SHA
    assert {host.partition(":")[0] for host, _, _ in repository.asked} == {"api.github.com"}


def test_commit_of_any_branch_is_taken(repository):
    log = Log()

    assert choosing.pin(REPOSITORY, OTHER, log) == Pinned(REPOSITORY, OTHER)
    assert "owner/name comes from GitHub." in log.text


def test_commit_that_only_a_fork_has_is_not_taken(repository):
    """GitHub shows a fork's commits under the repository too: they are in none of its branches."""
    of_a_fork, log = "c" * 40, Log()
    repository.says(f"/repos/owner/name/compare/main...{of_a_fork}?per_page=1", {"status": "diverged"})
    more = f"/repos/owner/name/compare/feature%2Fmore...{of_a_fork}?per_page=1"
    repository.says(more, {"status": "diverged"})

    assert choosing.pin(REPOSITORY, of_a_fork, log) == Pinned(REPOSITORY, SHA)
    assert f"{of_a_fork} is not in a branch of owner/name; the default branch is built." in log.text


def test_answer_that_has_not_changed_is_asked_for_by_its_etag(repository):
    github.head(REPOSITORY)
    github.head(REPOSITORY)

    roots = [headers for _, path, headers in repository.asked if path == "/repos/owner/name"]
    assert ["If-None-Match" in headers for headers in roots] == [False, True]


def test_token_is_sent_and_never_written_down(repository, settings, tmp_path):
    settings.GITHUB_TOKEN = "ghp_" + "canary" * 6

    github.head(REPOSITORY)

    assert all(
        headers["Authorization"] == f"Bearer {settings.GITHUB_TOKEN}" for _, _, headers in repository.asked
    )
    kept = [path.read_text() for path in tmp_path.glob("checkouts/.github/*")]
    assert kept
    assert not any("canary" in text for text in kept)


def test_archive_is_fetched_from_the_host_of_archives(hub):
    hub.answers[f"/owner/name/zip/{SHA}"] = (200, {}, archive_of(a="1"))
    log = Log()

    with github.archive(REPOSITORY, SHA, log) as path:
        assert zipfile.ZipFile(path).namelist() == [f"name-{SHA}/a"]
    assert not path.exists()
    assert hub.asked[0][0].startswith("codeload.github.com")


@pytest.mark.parametrize(
    ("status", "headers", "problem"),
    [
        (404, {}, "shows us no repository owner/name with that commit"),
        (401, {}, "does not accept our GITHUB_TOKEN"),
        (403, {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "1700000000"}, "until 22:13 UTC"),
        (429, {"Retry-After": "60"}, "answers no more questions until"),
        (500, {}, "answered 500 on owner/name; build again later"),
        (302, {"Location": "http://169.254.169.254/"}, "leads elsewhere .status 302."),
        (301, {"Location": "https://api.github.com/x"}, "leads elsewhere .status 301."),
        (200, {"Content-Encoding": "gzip"}, "in an encoding that was not asked for"),
        (200, {}, "is not to be understood"),
    ],
)
def test_answers_that_lead_nowhere_are_told(hub, status, headers, problem):
    hub.answers["/repos/owner/name"] = (status, headers, b"<html>")

    with pytest.raises(BuildUserError, match=problem):
        github.head(REPOSITORY)
    assert len(hub.asked) == 1


def trickle(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    for _ in range(100):
        handler.wfile.write(b"x")
        handler.wfile.flush()
        threading.Event().wait(0.1)


def endless(handler):
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b"x" * 65536)


def broken_off(handler):
    handler.send_response(200)
    handler.send_header("Content-Length", "100")
    handler.end_headers()
    handler.wfile.write(b"x")
    handler.close_connection = True


@pytest.mark.parametrize(
    ("answer", "problem"),
    [
        (trickle, "sends too slowly"),
        (endless, "sends more than 1000000 bytes"),
        (broken_off, "broke off in the middle|can't be reached"),
        ((404, {}, b"<html>"), "shows us no repository"),
        ((302, {"Location": "http://127.0.0.1/"}, b""), "leads elsewhere"),
    ],
)
def test_archives_that_are_none_are_not_kept(hub, monkeypatch, tmp_path, answer, problem):
    hub.answers[f"/owner/name/zip/{SHA}"] = answer
    monkeypatch.setattr(guard, "WHOLE", 1)
    monkeypatch.setattr(github, "LIMITS", type(github.LIMITS)(archive_bytes=1_000_000))
    monkeypatch.setattr(guard, "CHUNK", 1 if answer is trickle else 65536)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = set(tmp_path.iterdir())

    with pytest.raises(BuildUserError, match=problem), github.archive(REPOSITORY, SHA, Log()):
        pass
    assert set(tmp_path.iterdir()) == before


def test_host_that_does_not_prove_who_it_is_is_told(hub, tmp_path, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate(tmp_path, "somebody.example")))

    with pytest.raises(BuildUserError, match="api.github.com does not prove who it is"):
        github.head(REPOSITORY)


NOT_PUBLIC = [
    "127.0.0.1",
    "10.0.0.1",
    "172.16.5.4",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "::1",
    "::",
    "fe80::1%eth0",
    "fc00::1",
    "fd00:ec2::254",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "ff02::1",
]


@pytest.mark.parametrize("address", NOT_PUBLIC)
def test_address_that_is_not_public_is_not_connected_to(monkeypatch, address):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    public = (socket.AF_INET, ("140.82.121.5", 443))
    monkeypatch.setattr(guard, "resolve", lambda host, port: [public, (family, (address, port))])
    monkeypatch.setattr(socket.socket, "connect", lambda *args: pytest.fail("A byte has left."))

    with pytest.raises(BuildUserError, match="has an address that is not public"):
        guard.get("api.github.com", "/", headers={}, limit=1)


@pytest.mark.parametrize("address", ["140.82.121.5", "2606:50c0:8000::153"])
def test_public_addresses_are_public(address):
    assert guard.is_public(address)


@pytest.mark.parametrize(
    "host", ["localhost", "example.com", "api.github.com.evil.example", "GITHUB.COM", ""]
)
def test_no_other_host_is_asked(monkeypatch, host):
    monkeypatch.setattr(guard, "resolve", lambda *args: pytest.fail("A name was looked up."))

    with pytest.raises(BuildUserError, match="is not a host from which sources are fetched"):
        guard.get(host, "/", headers={}, limit=1)


def test_host_that_is_away_is_told(monkeypatch):
    monkeypatch.setattr(guard, "resolve", lambda *args: (_ for _ in ()).throw(socket.gaierror()))

    with pytest.raises(BuildUserError, match="api.github.com can't be reached .gaierror."):
        guard.get("api.github.com", "/", headers={}, limit=1)


def test_repository_of_the_folder_is_never_asked_of_github(sources, monkeypatch):
    monkeypatch.setattr(guard, "get", lambda *args, **facts: pytest.fail("GitHub was asked."))

    assert choosing.pin(Repository("tests", "tiny"), "", Log()).sha == sources
