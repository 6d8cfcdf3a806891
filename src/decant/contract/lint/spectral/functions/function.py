"""What a function of a ruleset is: options, read once, become a question to a target."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from decant.contract.lint.jsonpath.values import UNDEFINED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from decant.contract.lint.jsonpath import Budget, Place, Tree
    from decant.contract.lint.jsonpath.tree import Key
    from decant.contract.lint.spectral.views import View

Json: TypeAlias = Any
Options: TypeAlias = "Mapping[str, Json]"


class OptionFault(Exception):  # noqa: N818 - it says what is at fault
    """The options of a function are not what it needs; `keys` lead to the fault."""

    def __init__(self, message: str, *keys: str) -> None:
        super().__init__(message)
        self.keys = keys


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a rule asks about; UNDEFINED if there is none.

    `place` is the container or the value that was found, `tail` the way from there to what
    was asked for, which may not exist.
    """

    value: Json
    place: Place
    tail: tuple[Key, ...]
    tree: Tree
    view: View
    budget: Budget

    @property
    def name(self) -> str | None:
        """The last step of the way here; None for the document itself."""
        if self.tail:
            return str(self.tail[-1])
        return str(self.place.key) if self.place.parent is not None else None

    @property
    def found(self) -> Place | None:
        """The place of the value, if it has one."""
        return self.place if not self.tail and self.value is not UNDEFINED else None


@dataclass(frozen=True, slots=True)
class Remark:
    """What a function says, as a template, and the way from its target to the fault.

    With `pointer` the fault is at a place of the document instead.
    """

    message: str
    way: tuple[Key, ...] = ()
    pointer: str | None = None


Function: TypeAlias = "Callable[[Target], Iterable[Remark]]"
Reader: TypeAlias = "Callable[[Options | None], Function]"


def only(options: Options | None, function: str, *known: str, needs: Sequence[str] = ()) -> Options:
    """The options, if they are these. Raises OptionFault."""
    if not isinstance(options, dict):
        raise OptionFault(f'"{function}" needs functionOptions: {_listed(needs or known)}.')
    for name in options:
        if name not in known:
            raise OptionFault(
                f'"{function}" knows no option "{name}", only {_listed(known)}.', name
            )
    for name in needs:
        if name not in options:
            raise OptionFault(f'"{function}" needs the option "{name}".')
    return options


def _listed(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def no_options(options: Options | None, function: str) -> None:
    """Raises OptionFault if there are any."""
    if options is not None:
        raise OptionFault(f'"{function}" takes no functionOptions.')
