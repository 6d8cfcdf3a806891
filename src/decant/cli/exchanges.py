"""One HTTP exchange: a request out, an answer or the reason for none back."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from .exits import Misused, ServiceDown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from http.client import HTTPConnection
    from urllib.parse import SplitResult

CONNECT_SECONDS: Final = 10.0
READ_SECONDS: Final = 60.0
_LARGEST: Final = 512 * 2**20  # bytes of one answer
_SAFE: Final = ("GET", "HEAD")


class Unreached(Exception):  # noqa: N818 - it says what happened to the request
    """There is no answer, and asking again may bring one; `may_have_arrived` if it was sent."""

    def __init__(self, words: str, *, may_have_arrived: bool) -> None:
        super().__init__(words)
        self.may_have_arrived = may_have_arrived


@dataclass(frozen=True, slots=True)
class Request:
    """What to send; `key` makes a repeated POST count once."""

    method: str
    path: str
    query: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    key: str | None = None

    @property
    def may_repeat(self) -> bool:
        """Sending it twice does no harm."""
        return self.method in _SAFE or self.key is not None


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    def json(self) -> Any:
        """The body, parsed; raises ServiceDown if it is none that a hub would send."""
        try:
            return json.loads(self.body)
        except ValueError:
            raise ServiceDown("the answer is not JSON", "is this a Decant hub?") from None

    def having(self, *names: str) -> dict[str, Any]:
        """The JSON object in the body, if it has these members; raises ServiceDown."""
        said = self.json()
        missing = [name for name in names if not isinstance(said, dict) or name not in said]
        if missing:
            raise ServiceDown(
                f"the answer has no '{missing[0]}'", "is this a Decant hub, and of this version?"
            )
        return dict(said)

    @property
    def problem(self) -> Mapping[str, Any]:
        """The problem document (RFC 9457); empty if a proxy answered."""
        if "json" not in self.headers.get("content-type", ""):
            return {}
        said = self.json()
        return said if isinstance(said, dict) else {}

    @property
    def retry_after(self) -> float:
        """Seconds the hub asks to wait; 0 if it does not say (RFC 9110 §10.2.3)."""
        text = self.headers.get("retry-after", "")
        return float(text) if text.isdecimal() else 0.0


def exchange(url: SplitResult, request: Request, headers: Mapping[str, str]) -> Answer:
    """Send a request to the hub at `url`; raises Unreached or ServiceDown."""
    from http.client import HTTPException

    connection = _connected(url)
    try:
        _send(connection, f"{url.path}{_target(request)}", request, headers)
        response = connection.getresponse()
        body = response.read(_LARGEST + 1)
    except TimeoutError:
        raise ServiceDown(f"no answer within {READ_SECONDS:.0f} seconds") from None
    except (OSError, HTTPException) as failure:
        words = str(failure) or type(failure).__name__
        raise Unreached(words, may_have_arrived=True) from None
    finally:
        connection.close()
    if len(body) > _LARGEST:
        raise ServiceDown("the answer is too large")
    names = {name.lower(): value for name, value in response.getheaders()}
    return Answer(response.status, names, body)


def _send(
    connection: HTTPConnection, target: str, request: Request, headers: Mapping[str, str]
) -> None:
    try:
        connection.request(request.method, target, body=request.body, headers=dict(headers))
    except (BrokenPipeError, ConnectionResetError):
        # A hub that refuses a large body answers before it has read all of it.
        if request.body is None:
            raise


def _connected(url: SplitResult) -> HTTPConnection:
    import ssl
    from http.client import HTTPConnection, HTTPSConnection

    kind = HTTPSConnection if url.scheme == "https" else HTTPConnection
    connection = kind(url.hostname or "", url.port, timeout=CONNECT_SECONDS)
    try:
        connection.connect()
    except ssl.SSLCertVerificationError as failure:
        words = f"the certificate of {url.hostname} does not hold: {failure.verify_message}"
        raise ServiceDown(words) from None
    except OSError as failure:
        raise Unreached(failure.strerror or str(failure), may_have_arrived=False) from None
    connection.sock.settimeout(READ_SECONDS)
    return connection


def _target(request: Request) -> str:
    if not request.query:
        return request.path
    from urllib.parse import urlencode

    return f"{request.path}?{urlencode(request.query)}"


def parsed(url: str) -> SplitResult:
    """The address of a hub in its one spelling; raises Misused if it is none."""
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(url.strip().rstrip("/"))
        port, host = parts.port, (parts.hostname or "")
    except ValueError:
        raise Misused(f"'{url}' is no address of a hub") from None
    if parts.scheme not in ("http", "https") or not host:
        raise Misused(f"'{url}' is no address of a hub", "write https://decant.example.com")
    if parts.username is not None or parts.query or parts.fragment:
        raise Misused(
            "the address of a hub has no place for credentials or queries",
            "sign in with `decant login`, or set DECANT_TOKEN",
        )
    name = f"[{host}]" if ":" in host else host
    return parts._replace(netloc=name if port is None else f"{name}:{port}")
