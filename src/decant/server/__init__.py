"""The operators' command, `decant-server`: run the hub and look after it."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["main"]


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code; says so where only the command line is installed."""
    try:
        from .commands import main as run
    except ModuleNotFoundError as error:
        if error.name is None or error.name.startswith("decant"):
            raise
        print(
            f"decant-server: {error.name} is missing; install the hub: pip install 'decant[server]'",
            file=sys.stderr,
        )
        return 2
    return run(argv)
