"""Kinds about operations, servers, webhooks and the document as a whole."""

from __future__ import annotations

from typing import Final

from .kind import TOLERATED, Kind

KEEP_OPERATION: Final = "Mark it deprecated first, and remove it when nobody calls it any more."

KINDS: Final = (
    Kind("operation-added", "{subject} is new."),
    Kind(
        "operation-removed",
        "Clients that call {subject} will get an error.",
        why="The operation is not there any more.",
        fix=KEEP_OPERATION,
    ),
    Kind(
        "path-moved",
        "Clients that call {before} must call {after} now.",
        why="A path with a slash at its end is another address (RFC 3986, 6.2.2 and 6.2.4).",
        fix="Answer at both addresses, and document the old one as deprecated.",
    ),
    Kind("operation-deprecated", "{subject} is deprecated."),
    Kind("operation-reactivated", "{subject} is not deprecated any more."),
    Kind(
        "operation-id-changed",
        "The operationId of {subject} is {after} now instead of {before}.",
        why="SDKs name a method after the operationId; on the wire nothing changes.",
        breaks_source=True,
    ),
    Kind(
        "stability-lowered",
        "{subject} was {before} and is only {after} now.",
        why="Clients rely on a promise of stability that is taken back.",
        fix="Keep the level until a new version.",
    ),
    Kind("stability-raised", "{subject} was {before} and is {after} now."),
    Kind("sunset-announced", "{subject} is going to be removed on {after}."),
    Kind(
        "sunset-brought-forward",
        "{subject} was to stay until {before}; now it may go on {after}.",
        why="Clients that plan with the date may not be ready in time.",
        fix="Keep the date, or announce a later one.",
    ),
    Kind("webhook-added", "There is a new webhook: {subject}."),
    Kind(
        "webhook-removed",
        "Clients that wait for {subject} will hear nothing any more.",
        why="The webhook is not sent any more.",
        fix=KEEP_OPERATION,
    ),
    Kind("callback-added", "{subject} is new."),
    Kind(
        "callback-removed",
        "Clients that wait for {subject} will hear nothing any more.",
        why="The callback is not sent any more.",
        fix=KEEP_OPERATION,
    ),
    Kind(
        "server-added",
        "The API is also served at {after}.",
        plain="The document says now that the API is served at {after}.",
    ),
    Kind(
        "server-removed",
        "{before} is not listed as a server any more; clients that call it may fail.",
        fix="Keep the old address working, or redirect it.",
    ),
    Kind(
        "server-changed",
        "Clients that call {before} will not reach the API, which is at {after} now.",
        fix="Keep the old address as a second server.",
    ),
    Kind(
        "server-default-changed",
        "`{name}` stands for {after} now if nothing is chosen, it was {before}.",
    ),
    Kind("link-added", "{subject} is a new link."),
    Kind(
        "link-removed",
        "{subject} is not offered any more; clients that follow it find none.",
        marks=TOLERATED,
    ),
    Kind("link-changed", "{subject} leads elsewhere, or with other parameters."),
    Kind("documentation-changed", "{name} of {subject} changed.", documents=True),
    Kind(
        "component-removed",
        "The component {name} is gone.",
        why="SDKs name a type after each component; on the wire nothing changes.",
        breaks_source=True,
    ),
    Kind(
        "component-renamed",
        "The component {before} is called {after} now.",
        why="SDKs name a type after each component; on the wire nothing changes.",
        breaks_source=True,
    ),
)
