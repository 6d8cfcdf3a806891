"""The hub's own contract: print it, write it, or see that the committed one is true and kept.

Kept means that nobody who uses the last released one is broken: Decant's own comparison says.
"""

from __future__ import annotations

import difflib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

from decant import contract
from decant.api import openapi
from decant.app import create_app
from decant.settings import Testing

if TYPE_CHECKING:
    import argparse

    from decant.settings import Settings

COMMITTED: Final = Path("openapi/decant.v1.json")
RELEASED: Final = Path("openapi/released/decant.v1.json")


def show(_settings: Settings, arguments: argparse.Namespace) -> int:
    """Print, write (`--write`) or check (`--check`) the contract."""
    # Settings must not colour the contract, so it is drawn from neutral ones.
    written = openapi.document(create_app(Testing().completed()))
    if arguments.check:
        return max(_is_true(written), _is_kept(written))
    if arguments.write is not None:
        arguments.write.parent.mkdir(parents=True, exist_ok=True)
        arguments.write.write_bytes(written)
        return 0
    sys.stdout.buffer.write(written)
    return 0


def _is_true(written: bytes) -> int:
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


def _is_kept(written: bytes) -> int:
    if not RELEASED.exists():  # nobody has anything to rely on yet
        return 0
    released = RELEASED.read_bytes()
    older, newer = (contract.read({COMMITTED.name: text}) for text in (released, written))
    compared = contract.compare(older, newer, contract.Profile.WIRE)
    breaking = [each for each in compared.changes if each.severity is contract.Level.BREAKING]
    for change in breaking:
        print(f"breaking: {change.message} [{change.kind}] {_reach(change)}")
    for gap in compared.not_evaluated:
        print(f"not compared: {gap.pointer}: {gap.reason}")
    if not breaking and not compared.not_evaluated:
        return 0
    print(
        f"{len(breaking)} breaking changes to {RELEASED}: users of v1 would notice",
        file=sys.stderr,
    )
    return 1


def _reach(change: contract.Change) -> str:
    operations = sorted({f"{use.method.upper()} {use.path}".strip() for use in change.uses})
    more = f" and {len(operations) - 3} more" if len(operations) > 3 else ""
    return f"in {', '.join(operations[:3])}{more}" if operations else ""
