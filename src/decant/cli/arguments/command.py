"""What a command line is made of: commands with flags, and groups of commands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from decant.cli.exits import Exit

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Flag:
    """One flag or positional, as argparse takes it."""

    names: tuple[str, ...]
    options: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Command:
    """A command: where its function lives (`module:function`), what it takes, and an example.

    `unreadable` is how it ends if a document cannot be read: that is a no, unless the
    command answers a question about two of them.
    """

    run: str
    help: str
    flags: tuple[Flag, ...]
    example: str
    unreadable: Exit = Exit.REFUSED


def flag(*names: str, **options: Any) -> Flag:
    """A flag or positional, written as argparse would have it."""
    return Flag(names, options)
