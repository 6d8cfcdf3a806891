"""What can be wrong with a path, and where in its text."""

from __future__ import annotations

from decant.contract.errors import ContractError


class PathFault(ContractError):  # noqa: N818 - it says what is at fault
    """A path, or an expression in it, that cannot be read; `offset` counts its characters."""

    def __init__(self, message: str, offset: int = 0) -> None:
        super().__init__(message)
        self.offset = offset
