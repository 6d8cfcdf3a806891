"""What a browser may do with each kind of page, as Content-Security-Policy headers.

A hosted document was written by somebody else. Its page runs in a sandbox: its origin is
`null`, so no cookie goes out with what it asks for and none can be read, and it may not
connect anywhere; what it shows is in the page already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from flask import Response


def _policy(**directives: str) -> str:
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in directives.items())


PAGE: Final = _policy(
    default_src="'none'",
    script_src="'none'",
    style_src="'self'",
    img_src="'self' data:",
    connect_src="'none'",
    form_action="'self'",
    base_uri="'none'",
    object_src="'none'",
    frame_ancestors="'none'",
)
CONTRACT: Final = _policy(
    default_src="'none'",
    script_src="'self'",
    style_src="'self'",
    img_src="'self' data:",
    connect_src="'self'",
    form_action="'self'",
    base_uri="'none'",
    object_src="'none'",
    frame_ancestors="'none'",
)
DOCUMENT: Final = _policy(
    default_src="'none'",
    script_src="'self'",
    style_src="'self'",
    img_src="'self' data:",
    connect_src="'none'",
    form_action="'none'",
    base_uri="'none'",
    object_src="'none'",
    frame_ancestors="'self'",
    sandbox=(
        "allow-scripts allow-popups allow-popups-to-escape-sandbox allow-downloads "
        "allow-top-navigation-by-user-activation"
    ),
)

# Alike for all pages: not framed elsewhere, kept, or given to other sites' windows.
HEADERS: Final = {
    "Content-Security-Policy": PAGE,
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cache-Control": "private, no-store",
    "Vary": "Cookie",
}


def apply(answer: Response) -> Response:
    """Give a page the headers every page has, unless it has its own."""
    for name, value in HEADERS.items():
        answer.headers.setdefault(name, value)
    return answer
