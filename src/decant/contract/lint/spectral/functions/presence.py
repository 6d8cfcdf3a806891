"""Functions that ask whether something is there: truthy, falsy, defined, undefined, xor, or."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.lint.jsonpath.values import UNDEFINED, is_true

from .function import Function, OptionFault, Options, Remark, Target, no_options, only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from .function import Json, Reader

_PROPERTY = '#{{print("property")}}'
_MOST_NAMED = 4


def _is_true(value: Json) -> bool:
    return isinstance(value, (dict, list)) or is_true(value)


def _asking(function: str, words: str, holds: Callable[[Json], bool]) -> Reader:
    def read(options: Options | None) -> Function:
        no_options(options, function)
        remark = Remark(f"{_PROPERTY}must be {words}")
        return lambda target: () if holds(target.value) else (remark,)

    return read


truthy = _asking("truthy", "truthy", _is_true)
falsy = _asking("falsy", "falsy", lambda value: not _is_true(value))
defined = _asking("defined", "defined", lambda value: value is not UNDEFINED)
undefined = _asking("undefined", "undefined", lambda value: value is UNDEFINED)


def xor(options: Options | None) -> Function:
    """Exactly one of these members."""
    return _one_of("xor", options, at_most_one=True)


def either(options: Options | None) -> Function:
    """At least one of these members (`or`)."""
    return _one_of("or", options, at_most_one=False)


def _one_of(function: str, options: Options | None, *, at_most_one: bool) -> Function:
    names = only(options, function, "properties", needs=["properties"])["properties"]
    are_names = isinstance(names, list) and all(isinstance(name, str) for name in names)
    if not are_names or len(names) < 2:
        raise OptionFault(f'"{function}" needs at least two "properties".', "properties")

    def ask(target: Target) -> Iterator[Remark]:
        if not isinstance(target.value, dict):
            return
        present = [name for name in target.value if name in names]
        if not present:
            yield Remark(f"At least one of {_missing(names)} must be defined")
        elif at_most_one and len(present) > 1:
            yield Remark(f"Just one of {_joined(present, 'and')} must be defined")

    return ask


def _missing(names: Sequence[str]) -> str:
    if len(names) <= _MOST_NAMED:
        return _joined(names, "or")
    return f"{_joined(names[:3], 'or')} or {len(names) - 3} other properties"


def _joined(names: Sequence[str], word: str) -> str:
    return f" {word} ".join(f'"{name}"' for name in names)
