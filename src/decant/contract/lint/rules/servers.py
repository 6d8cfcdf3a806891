"""Do the servers lead a client to the API, and safely?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from decant.contract.elements import Kind
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

LOCAL: Final = re.compile(
    r"(?:localhost|127\.[0-9.]+|0\.0\.0\.0|\[::1\]|[^/:]*\.local(?:host)?)(?:[:/]|$)"
)
EXAMPLE: Final = re.compile(r"://(?:[^/]*\.)?example\.(?:com|org|net)(?:[:/]|$)")


@rule("oas3-api-servers", Severity.WARNING, hint="Add servers with the URL clients should call.")
def the_api_has_a_server(elements: Elements) -> Iterator[Complaint]:
    """Without servers a client calls the place the document came from, such as this hub."""
    if not elements.root.get("servers") and elements.root.get("paths"):
        yield "", "The document names no server."


@rule("oas3-server-trailing-slash", Severity.WARNING, hint="Remove the last slash.")
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
