"""The hub's own contract: print it, write it, or see that the committed one is true."""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from decant.api import openapi
from decant.app import create_app
from decant.settings import Testing

if TYPE_CHECKING:
    import argparse

    from decant.settings import Settings

COMMITTED: Final = Path("openapi/decant.v1.json")


def show(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print, write (`--write`) or compare (`--check`) the contract."""
    # Settings must not colour the contract, so it is drawn from neutral ones.
    written = openapi.document(create_app(Testing().completed()))
    if arguments.check:
        return _compare(written)
    if arguments.write is not None:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_bytes(written)
        return 0
    sys.stdout.buffer.write(written)
    return 0


def _compare(written: bytes) -> int:
    committed = COMMITTED.read_bytes() if COMMITTED.exists() else b""
    if committed == written:
        return 0
    sys.stdout.writelines(
        difflib.unified_diff(
            committed.decode().splitlines(keepends=True),
            written.decode().splitlines(keepends=True),
            fromfile=str(COMMITTED),
            tofile="what the code says",
        )
    )
    print(f"{COMMITTED} is not what the code says: run `make openapi`", file=sys.stderr)
    return 1
