"""How a command ends: one exit code for each thing a CI job can act on.

Trouble
├── Misused       2  the command line or decant.yaml does not make sense
├── CannotTell    3  there is no answer, which never counts as a yes
├── NotAllowed    4  not signed in, not allowed, or not there for you
└── ServiceDown   5  the hub cannot be reached, or failed

Unreadable stands apart: what a document that cannot be read means, each command knows.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from decant.contract.findings import Finding


class Exit(IntEnum):
    """What the shell gets to see."""

    OK = 0
    REFUSED = 1
    USAGE = 2
    CANNOT_TELL = 3
    NOT_ALLOWED = 4
    SERVICE = 5
    INTERRUPTED = 130


class Trouble(Exception):  # noqa: N818 - the word a user would use; Error says less
    """A command that cannot go on; `hint` says what to do about it.

    `reason` is the hub's own stable word for it, if the hub said so.
    """

    reason: str = ""
    exit: ClassVar[Exit] = Exit.USAGE
    code: ClassVar[str] = "trouble"

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.message, self.hint, self.details = message, hint, details


class Misused(Trouble):
    """What was asked for does not make sense, whatever the documents say."""

    exit = Exit.USAGE
    code = "usage"


class CannotTell(Trouble):
    """There is no answer."""

    exit = Exit.CANNOT_TELL
    code = "cannot_tell"


class NotAllowed(Trouble):
    """Not signed in, not allowed, or not there for this user."""

    exit = Exit.NOT_ALLOWED
    code = "not_allowed"


class ServiceDown(Trouble):
    """The hub cannot be reached or failed; the same command may work later."""

    exit = Exit.SERVICE
    code = "service"


class Unreadable(Exception):  # noqa: N818 - it says what is the matter with the document
    """A document that cannot be read; `shown` turns its files into paths from here."""

    def __init__(
        self,
        name: str,
        found: Sequence[Finding],
        shown: Callable[[str | None], str] | None = None,
    ) -> None:
        super().__init__(f"{name} cannot be read")
        self.name, self.found = name, tuple(found)
        self.shown = shown or (lambda file: file or name)
