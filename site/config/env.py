"""Strict readers for settings that come from the environment.

Each reader returns the value, or its default if the variable is not set, and notes what is wrong
instead of raising, so that `stop_if_wrong` can name every problem at once, and never a value.
"""

import base64
import json
import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote, urlsplit

import dj_database_url
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
SMTP_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
#: The parts of an address; what is special in a user's name or password is percent-encoded.
WORD = r"[^\s/@:?#\[\]]+"
HOST = r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?"
PORT = r"([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5])"


class Environment:
    def __init__(self, values: Mapping[str, str]):
        self._values = values
        self.names: set[str] = set()
        self.problems: list[str] = []

    def note(self, problem: str) -> None:
        self.problems.append(problem)

    def stop_if_wrong(self) -> None:
        if self.problems:
            lines = "\n".join(f"  - {problem}" for problem in self.problems)
            raise ImproperlyConfigured(
                f"The settings in the environment can't be used:\n{lines}\nSee .env.example."
            )

    def has(self, name: str) -> bool:
        return bool(self.text(name))

    def text(self, name: str, default: str = "", *, pattern: str = "", form: str = "") -> str:
        """The variable as it stands; `pattern` must match all of it, `form` says so to people."""
        self.names.add(name)
        value = self._values.get(name)
        if value is None:
            return default
        problem = ""
        if not value.strip():
            problem = f"{name} is empty; give it a value or remove it."
        elif value != value.strip():
            problem = f"{name} begins or ends with white space; remove it."
        elif pattern and not re.fullmatch(pattern, value, re.ASCII):
            problem = f"{name} should be {form}."
        if problem:
            if problem not in self.problems:
                self.note(problem)
            return default
        return value

    def flag(self, name: str) -> bool:
        value = self.text(name, "0").lower()
        if value not in TRUE | FALSE:
            self.note(f"{name} should be 1 or 0 (also true, yes, on, false, no, off).")
        return value in TRUE

    def port(self, name: str, default: int) -> int:
        value = self.text(name, f"{default}", pattern=PORT, form="a number from 1 to 65535")
        return int(value)

    def names_list(self, name: str) -> list[str]:
        """Host names with commas between them; `.name` stands for a name and all below it, `*` for any."""
        host = rf"(\.?{HOST}|\[[0-9A-Fa-f:]+\]|\*)"
        form = "host names with commas between, without scheme, port and path"
        value = self.text(name, pattern=rf"{host}( *, *{host})*", form=form)
        return re.split(" *, *", value) if value else []

    def origin(self, name: str, default: str = "") -> str:
        """A scheme and host without a path, such as https://vitrine.example."""
        return self.text(
            name,
            default,
            pattern=rf"https?://{HOST}(:{PORT})?",
            form="an address without a path, such as https://vitrine.example",
        )

    def all_or_none(self, *names: str) -> bool:
        """True if all of them are set; half a service is a problem."""
        given = [name for name in names if self.has(name)]
        if given and len(given) < len(names):
            missing = [name for name in names if name not in given]
            self.note(f"{', '.join(missing)} must be set too, because {', '.join(given)} is set.")
        return len(given) == len(names)

    def database(self, name: str, default: str) -> dict:
        """PostgreSQL (at a host, or a folder of sockets: %2Frun%2Fpostgresql), or a file of SQLite."""
        host = rf"({HOST}(:{PORT})?|(%2F[\w.-]+)+)"
        postgres = rf"postgres(ql)?://({WORD}(:{WORD})?@)?{host}?/[^\s/?#]+(\?\S+)?"
        value = self.text(
            name,
            pattern=rf"{postgres}|sqlite:///\S+|sqlite://:memory:",
            form="postgres://user:password@host:5432/database, or sqlite:////path/of/a/file",
        )
        return dj_database_url.parse(value or default, conn_max_age=60, conn_health_checks=True)

    def broker(self, name: str) -> str:
        return self.text(
            name,
            pattern=rf"amqps?://({WORD}:{WORD}@)?{HOST}(:{PORT})?(/\S*)?",
            form="RabbitMQ's address, such as amqp://user:password@host:5672//",
        )

    def private_key(self, name: str) -> str:
        """A PEM private key (RSA of 2048 bits, or ECDSA P-256) in one line: escaped line ends, or base64.

        Both are key types that CloudFront accepts for signed links (AWS, "Specify signers").
        """
        value = self.text(name)
        if not value:
            return ""
        pem = value.replace("\\r", "").replace("\\n", "\n")
        try:
            if "-----BEGIN" not in pem:
                pem = base64.b64decode(value, validate=True).decode("ascii")
            key = load_pem_private_key(pem.encode(), password=None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            self.note(
                f"{name} should be a private key in PEM form, on one line (\\n for line ends) or base64."
            )
            return ""
        rsa_ok = isinstance(key, rsa.RSAPrivateKey) and key.key_size == 2048
        ec_ok = isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1"
        if not (rsa_ok or ec_ok):
            self.note(f"{name} should be an RSA key of 2048 bits or an ECDSA key on P-256.")
        return pem

    def json_file(self, name: str) -> str:
        path = self.text(name)
        if path:
            try:
                usable = isinstance(json.loads(Path(path).read_text()), dict)
            except (OSError, ValueError):
                usable = False
            if not usable:
                self.note(f"{name} should be the path of a readable JSON file.")
        return path

    def mail(self, name: str) -> dict:
        """Django's EMAIL_* settings from smtp://, smtp+tls:// or smtps://user:password@host:port."""
        value = self.text(
            name,
            pattern=rf"(smtp|smtp\+tls|smtps)://({WORD}:{WORD}@)?{HOST}(:{PORT})?/?",
            form="smtp://, smtp+tls:// or smtps://user:password@host:port",
        )
        if not value:
            return {}
        parts = urlsplit(value)
        return {
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": parts.hostname or "",
            "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
            "EMAIL_HOST_USER": unquote(parts.username or ""),
            "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
            "EMAIL_USE_TLS": parts.scheme == "smtp+tls",
            "EMAIL_USE_SSL": parts.scheme == "smtps",
            "EMAIL_TIMEOUT": 20,
        }
