"""The engine's own refusals.

ContractError
├── UnreadableDocument   the bytes are not an OpenAPI document, with findings
└── UnknownUnit          a stored document names a unit its store does not have
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from .findings import Finding


class ContractError(Exception):
    """Anything the engine refuses to do."""


class UnreadableDocument(ContractError):  # noqa: N818 - it says what the document is
    """The files cannot be read as one OpenAPI document; every finding has a place."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        more = f" (and {len(findings) - 1} more)" if len(findings) > 1 else ""
        super().__init__(f"{first.message}{more}")
        self.findings = tuple(findings)


class UnknownUnit(ContractError):  # noqa: N818 - it says what is unknown
    """A manifest names bytes that the store does not hold: the store is damaged."""

    def __init__(self, digest: str) -> None:
        super().__init__(f"the store holds no bytes for {digest}")
        self.digest = digest
