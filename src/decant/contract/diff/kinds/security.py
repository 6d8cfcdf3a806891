"""Kinds about who may call."""

from __future__ import annotations

from typing import Final

from .kind import Kind

KEEP: Final = "Go on accepting the old credentials until clients have the new ones."

KINDS: Final = (
    Kind(
        "security-became-required",
        "Clients that call {subject} without credentials will be refused: {after} is required now.",
        fix="Leave the operation open, or give it a new version.",
    ),
    Kind("security-became-optional", "Clients need no credentials any more to call {subject}."),
    Kind(
        "security-alternative-removed",
        "Clients that sign in with {before} cannot call {subject} any more.",
        fix=KEEP,
    ),
    Kind(
        "security-alternative-changed",
        "Clients that sign in with {before} cannot call {subject} any more; it takes {after} now.",
        fix=KEEP,
    ),
    Kind("security-scheme-deprecated", "{subject} is deprecated."),
    Kind("security-scheme-reactivated", "{subject} is not deprecated any more."),
    Kind("security-alternative-added", "Clients may also sign in with {after} to call {subject}."),
    Kind(
        "security-scheme-required",
        "Clients that sign in with {before} cannot call {subject} any more: {after} is needed now.",
        fix=KEEP,
    ),
    Kind("security-scheme-dropped", "{after} is enough now to call {subject}, it took {before}."),
    Kind(
        "security-scope-added",
        "Clients that call {subject} without the scope {name} will be refused.",
        fix="Grant the scope to those who have the old ones.",
    ),
    Kind("security-scope-removed", "The scope {name} is not needed any more to call {subject}."),
    Kind(
        "security-scheme-changed",
        "Clients that sign in with `{name}` the old way will be refused: {before} became {after}.",
        fix="Add the new scheme beside the old one.",
    ),
    Kind(
        "api-key-moved",
        "Clients that send the key `{name}` in the {before} will be refused; it belongs in the {after} now.",
        fix="Accept the key in both places.",
    ),
    Kind(
        "api-key-renamed",
        "Clients that send the key as {before} will be refused; it is called {after} now.",
        fix="Accept both names.",
    ),
    Kind(
        "oauth-flow-removed",
        "Clients that get their token by the `{name}` flow cannot any more.",
        fix=KEEP,
    ),
    Kind("oauth-flow-added", "Clients may also get a token by the `{name}` flow."),
    Kind(
        "oauth-url-changed",
        "Clients that ask {before} for a token must ask {after} now.",
        plain="The address to ask for a token is {after} now, it was {before}.",
        fix="Keep the old address working.",
    ),
    Kind(
        "oauth-scope-removed",
        "Clients that ask for the scope {name} will be refused.",
        fix="Go on granting the scope.",
    ),
    Kind("oauth-scope-added", "There is a new scope: {name}."),
)
