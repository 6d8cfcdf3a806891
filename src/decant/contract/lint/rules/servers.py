"""Do the servers lead a client to the API, and safely?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import OPENAPI_3, SWAGGER, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Element, Elements

LOCAL: Final = re.compile(
    r"(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1\]|[^/:]*\.local(?:host)?)(?:[:/]|$)"
)
ENCRYPTED: Final = frozenset({"https", "wss"})
ENVIRONMENT: Final = re.compile(
    r"local|sandbox|alpha|beta|test|stag|prod|next",  # staging, production, preprod, testing too
    re.IGNORECASE,
)
EXAMPLE: Final = re.compile(r"://(?:[^/]*\.)?example\.(?:com|org|net)(?:[:/]|$)")


@rule(
    "oas3-api-servers",
    Severity.WARNING,
    hint="Add servers with the URL clients should call.",
    dialects=OPENAPI_3,
)
def the_api_has_a_server(elements: Elements) -> Iterator[Complaint]:
    """Without servers a client calls the place the document came from, such as this hub."""
    if not elements.root.get("servers") and elements.root.get("paths"):
        yield "", "The document names no server."


@rule(
    "oas3-server-trailing-slash",
    Severity.WARNING,
    hint="Remove the last slash.",
    dialects=OPENAPI_3,
)
def server_urls_end_without_a_slash(elements: Elements) -> Iterator[Complaint]:
    """Paths begin with a slash; together with the server's they would make two."""
    for server in elements.every(Kind.SERVER):
        url = server.text("url")
        if len(url) > 1 and url.endswith("/") and not url.endswith("//"):
            yield server.at("url"), f"{url} ends with a slash."


@rule(
    "oas3-server-not-example.com",
    Severity.INFO,
    hint="Write the real host, or leave the server out.",
    dialects=OPENAPI_3,
)
def servers_are_real(elements: Elements) -> Iterator[Complaint]:
    """example.com belongs to documentation (RFC 2606); no client can reach the API there."""
    for server in elements.every(Kind.SERVER):
        if EXAMPLE.search(server.text("url").lower()):
            yield server.at("url"), f"{server.text('url')} is not a real server."


@rule(
    "no-server-http",
    Severity.WARNING,
    hint="Write https, or leave the insecure server out.",
)
def servers_are_encrypted(elements: Elements) -> Iterator[Complaint]:
    """Over plain http anybody on the way can read credentials and change answers."""
    for server in elements.every(Kind.SERVER):
        url = server.text("url").lower()
        for scheme in ("http://", "ws://"):
            if url.startswith(scheme) and not LOCAL.match(url.removeprefix(scheme)):
                yield server.at("url"), f"{server.text('url')} is not encrypted."


@rule(
    "owasp:api8:2023-no-scheme-http",
    Severity.ERROR,
    hint="Write https or wss.",
    dialects=SWAGGER,
)
def schemes_are_encrypted(elements: Elements) -> Iterator[Complaint]:
    """Over plain http anybody on the way can read credentials and change answers."""
    for server in elements.every(Kind.SERVER):
        scheme, _, rest = server.text("url").partition("://")
        if rest and scheme not in ENCRYPTED:
            yield server.pointer, f"The scheme {scheme} is not encrypted."


@rule(
    "owasp:api8:2023-no-server-http",
    Severity.ERROR,
    hint="Write https or wss.",
    dialects=OPENAPI_3,
)
def servers_never_speak_http(elements: Elements) -> Iterator[Complaint]:
    """Over plain http anybody on the way can read credentials and change answers."""
    for server in _of_the_document(elements):
        if server.text("url").startswith("http:"):
            yield server.at("url"), f"{server.text('url')} is not encrypted."


@rule(
    "sp-https-servers",
    Severity.ERROR,
    hint="Write https, or leave the insecure server out.",
)
def servers_speak_https(elements: Elements) -> Iterator[Complaint]:
    """Over plain http anybody on the way can read credentials and change answers."""
    for server in elements.every(Kind.SERVER):
        url = _filled(server).lower()
        scheme, _, rest = url.partition("://")
        if rest and scheme not in ENCRYPTED and not LOCAL.match(rest):
            yield server.at("url"), f"{server.text('url')} is not encrypted."


def _filled(server: Element) -> str:
    """The URL with the defaults of its variables."""
    url = server.text("url")
    for name, variable in server.map("variables").items():
        default = variable.get("default") if isinstance(variable, dict) else None
        if isinstance(default, str):
            url = url.replace(f"{{{name}}}", default)
    return url


@rule(
    "owasp:api9:2023-inventory-access",
    Severity.ERROR,
    hint="Add `x-internal: true` or false.",
    dialects=OPENAPI_3,
)
def servers_name_their_audience(elements: Elements) -> Iterator[Complaint]:
    """A server meant for insiders that nobody marked so ends up in the public docs."""
    for server in _of_the_document(elements):
        if "x-internal" not in server.node:
            yield server.pointer, f"{server.text('url')} does not say whether it is internal."


@rule(
    "owasp:api9:2023-inventory-environment",
    Severity.ERROR,
    hint="Write production, staging, sandbox, test or local into the description.",
    dialects=OPENAPI_3,
)
def servers_name_their_environment(elements: Elements) -> Iterator[Complaint]:
    """Who takes a test system for production, or the other way round, loses data."""
    for server in _of_the_document(elements):
        if not ENVIRONMENT.search(server.text("description")):
            yield server.pointer, f"{server.text('url')} does not say which environment it is."


def _of_the_document(elements: Elements) -> Iterator[Element]:
    return (server for server in elements.every(Kind.SERVER) if server.site[0][0] is None)
