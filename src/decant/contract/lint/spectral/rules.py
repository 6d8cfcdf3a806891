"""A rule ready to run: its paths and functions read, or a problem with its place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.lint.jsonpath import Path, PathFault, parse

from .aliases import unaliased
from .definitions import INVALID
from .formats import FORMATS_OF
from .functions import FUNCTIONS, Function, OptionFault

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.document import Dialect
    from decant.contract.findings import Severity

    from .merging import Draft
    from .shelf import Shelf, Spot

Json: TypeAlias = Any
_UNKNOWN: Final = "ruleset-function-unsupported"
MOST_GIVEN: Final = 1_000


@dataclass(frozen=True, slots=True)
class Then:
    """One function, asked of what a path found, or of a field of it."""

    field: str | None
    ask: Function
    function: str


@dataclass(frozen=True, slots=True)
class SpectralRule:
    """One rule; severity None is off, but for places where an override says otherwise.

    `given` has the paths by dialect; a dialect that is not there is not judged.
    """

    name: str
    severity: Severity | None
    message: str | None
    description: str | None
    documentation: str | None
    is_resolved: bool
    given: Mapping[Dialect, tuple[Path, ...]]
    then: tuple[Then, ...]
    spot: Spot


class Compiling:
    """Reads the bodies of rules; what cannot run is a problem, and left out."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def rule(self, draft: Draft) -> SpectralRule | None:
        """The rule of a draft that has a body and a place."""
        body, spot = draft.body or {}, draft.spot
        if spot is None:
            return None
        given = self._given(draft, body, spot)
        then = self._then(body.get("then"), spot.at("then"))
        if given is None or then is None:
            return None
        return SpectralRule(
            name=draft.name,
            severity=draft.severity,
            message=_text(body.get("message")),
            description=_text(body.get("description")),
            documentation=_text(body.get("documentationUrl")),
            is_resolved=body.get("resolved") is not False,
            given=given,
            then=then,
            spot=spot,
        )

    def _given(
        self, draft: Draft, body: Mapping[str, Json], spot: Spot
    ) -> dict[Dialect, tuple[Path, ...]] | None:
        value = body["given"]
        texts = value if isinstance(value, list) else [value]
        where = [spot.at("given", n) if isinstance(value, list) else spot.at("given")
                 for n in range(len(texts))]  # fmt: skip
        found: dict[Dialect, tuple[Path, ...]] = {}
        for dialect, formats in FORMATS_OF.items():
            if draft.formats is not None and not draft.formats & formats:
                continue
            paths: dict[str, Path] = {}
            for text, at in zip(texts, where, strict=True):
                try:
                    read = self._paths(text, draft, formats)
                except PathFault as fault:
                    self._refuse_path(text, fault, at)
                    return None
                paths.update((path.text, path) for path in read)
            found[dialect] = tuple(paths.values())
        return found

    @staticmethod
    def _paths(text: Json, draft: Draft, formats: frozenset[str]) -> list[Path]:
        if not isinstance(text, str):
            raise PathFault("a path is a text")
        return [parse(path) for path in unaliased(text, draft.aliases, formats)]

    def _refuse_path(self, text: Json, fault: PathFault, spot: Spot) -> None:
        place = f" (character {fault.offset + 1})" if fault.offset else ""
        self._shelf.problem(
            "ruleset-path-invalid",
            f"`{text}` is no path that can be followed: {fault}{place}.",
            spot,
            "Correct the path; the rule is not run until then.",
        )

    def _then(self, value: Json, spot: Spot) -> tuple[Then, ...] | None:
        found: list[Then] = []
        for index, body in enumerate(value if isinstance(value, list) else [value]):
            where = spot.at(index) if isinstance(value, list) else spot
            then = self._one(body, where)
            if then is None:
                return None
            found.append(then)
        return tuple(found)

    def _one(self, body: Json, spot: Spot) -> Then | None:
        name = body.get("function") if isinstance(body, dict) else None
        if not isinstance(name, str):
            self._wrong("`then` names a `function`.", spot)
            return None
        field = body.get("field")
        if field is not None and not isinstance(field, str):
            self._wrong("`field` is a text.", spot.at("field"))
            return None
        if name not in FUNCTIONS:
            self._refuse_function(name, spot.at("function"))
            return None
        try:
            if field is not None and field.startswith("$"):
                parse(field)
            return Then(field, FUNCTIONS[name](body.get("functionOptions")), name)
        except PathFault as fault:
            self._refuse_path(field, fault, spot.at("field"))
        except OptionFault as fault:
            self._wrong(str(fault), spot.at("functionOptions", *fault.keys))
        return None

    def _wrong(self, message: str, spot: Spot) -> None:
        self._shelf.problem(INVALID, message, spot, "The rule is not run until this is corrected.")

    def _refuse_function(self, name: str, spot: Spot) -> None:
        self._shelf.problem(
            _UNKNOWN,
            f"There is no function `{name}`: only the built-in ones are run, no JavaScript.",
            spot,
            f"Use one of {', '.join(FUNCTIONS)}, or switch the rule off.",
        )


def _text(value: Json) -> str | None:
    return value if isinstance(value, str) else None
