"""The function unreferencedReusableObject: what is kept for reuse and never used."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.references import escaped, tokens_of

from .function import Function, OptionFault, Options, Remark, Target, only

if TYPE_CHECKING:
    from collections.abc import Iterator

_MESSAGE = "Potential orphaned reusable object has been detected"


def unreferenced(options: Options | None) -> Function:
    """The members of a place to which no reference leads."""
    name = "reusableObjectsLocation"
    location = only(options, "unreferencedReusableObject", name, needs=[name])[name]
    tokens = tokens_of(location) if isinstance(location, str) else None
    if tokens is None:
        raise OptionFault(f'"{name}" is a pointer such as #/components/schemas.', name)
    prefix = "".join(f"/{escaped(token)}" for token in tokens)

    def ask(target: Target) -> Iterator[Remark]:
        if not isinstance(target.value, dict):
            return
        referenced = target.view.referenced(target.budget)
        for key in target.value:
            pointer = f"{prefix}/{escaped(key)}"
            if pointer not in referenced:
                yield Remark(_MESSAGE, pointer=pointer)

    return ask
