"""One ruleset file, its parts told apart and checked, before anything is merged."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from .formats import format_of
from .levels import LEVELS, Level, is_severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from .shelf import Shelf, Spot

Json: TypeAlias = Any
INVALID: Final = "ruleset-invalid"
_ALIAS: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_KEYS: Final = frozenset(
    [
        "extends",
        "rules",
        "aliases",
        "formats",
        "documentationUrl",
        "description",
        "parserOptions",
        "overrides",
        "functions",
        "functionsDir",
        "except",
        "files",
    ]
)
_RULE_KEYS: Final = frozenset(
    [
        "description",
        "documentationUrl",
        "recommended",
        "given",
        "resolved",
        "severity",
        "message",
        "tags",
        "formats",
        "then",
        "type",
        "extensions",
    ]
)
# Names that Spectral has given up, and what they are called now.
RENAMED: Final = {
    "operation-2xx-response": "operation-success-response",
    "oas3-unused-components-schema": "oas3-unused-component",
    "oas2-valid-parameter-example": "oas2-valid-schema-example",
    "oas2-valid-response-schema-example": "oas2-valid-schema-example",
    "oas2-valid-definition-example": "oas2-valid-schema-example",
    "oas2-valid-response-example": "oas2-valid-media-example",
    "oas3-valid-oas-parameter-example": "oas3-valid-media-example",
    "oas3-valid-oas-content-example": "oas3-valid-media-example",
    "oas3-valid-oas-header-example": "oas3-valid-media-example",
    "oas3-valid-header-schema-example": "oas3-valid-schema-example",
    "oas3-valid-parameter-schema-example": "oas3-valid-schema-example",
}


@dataclass(frozen=True, slots=True)
class Extension:
    """One entry of `extends`; `level` is None where the file does not say it."""

    name: str
    level: Level | None
    spot: Spot


@dataclass(frozen=True, slots=True)
class Target:
    """What an alias stands for in documents of some formats; of any, if there are none."""

    formats: frozenset[str] | None
    given: tuple[str, ...]


Aliases: TypeAlias = "Mapping[str, Sequence[Target]]"


@dataclass(frozen=True, slots=True)
class Definition:
    """What one file, or one of its overrides, says; what is wrong in it is left out."""

    spot: Spot
    extends: tuple[Extension, ...]
    rules: Mapping[str, tuple[Json, Spot]]
    aliases: Aliases
    formats: frozenset[str] | None
    overrides: tuple[tuple[tuple[str, ...], Json, Spot], ...] = ()


class Reading:
    """Reads definitions and notes every problem on the shelf."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf

    def definition(self, body: Json, spot: Spot) -> Definition | None:
        """The parts of a ruleset; None, and a problem, if it is none."""
        if not isinstance(body, dict):
            self._wrong("A ruleset is an object with `extends`, `rules` or `overrides`.", spot)
            return None
        for key in body:
            if key not in _KEYS and not key.startswith("x-"):
                self._wrong(f"A ruleset has no field `{key}`.", spot.at(key))
        if not {"extends", "rules", "overrides", "except"} & body.keys():
            self._wrong("A ruleset says `extends`, `rules` or `overrides`.", spot)
        self._refuse_code(body, spot)
        return Definition(
            spot,
            tuple(self._extends(body.get("extends", []), spot.at("extends"))),
            self._rules(body.get("rules", {}), spot.at("rules")),
            self._aliases(body.get("aliases", {}), spot.at("aliases")),
            self.formats(body.get("formats"), spot.at("formats")),
            (*self._overrides(body, spot), *self._exceptions(body, spot)),
        )

    def formats(self, names: Json, spot: Spot) -> frozenset[str] | None:
        """The formats of a list of names; None if there is no list."""
        if names is None:
            return None
        if not isinstance(names, list):
            self._wrong("`formats` is a list.", spot)
            return None
        found = [format_of(str(name)) for name in names]
        for index, name in enumerate(names):
            if found[index] is None:
                self._wrong(f"There is no format `{name}`.", spot.at(index))
        return frozenset(name for name in found if name is not None)

    def _wrong(self, message: str, spot: Spot) -> None:
        hint = "See the documentation of Spectral's rulesets, which are read as they are."
        self._shelf.problem(INVALID, message, spot, hint)

    def _refuse_code(self, body: Mapping[str, Json], spot: Spot) -> None:
        if body.get("functions"):
            self._shelf.problem(
                "ruleset-function-unsupported",
                "Functions written in JavaScript are not run: a ruleset is data, and the hub "
                "executes nobody's code.",
                spot.at("functions"),
                "Ask with the built-in functions (pattern, schema, xor, …), or switch the rules "
                "that need them off.",
            )

    def _extends(self, value: Json, spot: Spot) -> Iterator[Extension]:
        entries = value if isinstance(value, list) else [value]
        for index, entry in enumerate(entries):
            where = spot.at(index) if isinstance(value, list) else spot
            match entry:
                case str():
                    yield Extension(entry, None, where)
                case [str() as name, str() as level] if level in LEVELS:
                    yield Extension(name, LEVELS[level], where)
                case _:
                    self._wrong("`extends` names rulesets, or pairs such as [name, all].", where)

    def _rules(self, value: Json, spot: Spot) -> dict[str, tuple[Json, Spot]]:
        if not isinstance(value, dict):
            self._wrong("`rules` is an object.", spot)
            return {}
        found: dict[str, tuple[Json, Spot]] = {}
        for name, body in value.items():
            if not self._is_rule(body, spot.at(name)):
                continue
            now = name if isinstance(body, dict) else RENAMED.get(name, name)
            found[str(now)] = (body, spot.at(name))
        return found

    def _is_rule(self, body: Json, spot: Spot) -> bool:
        if isinstance(body, bool) or is_severity(body):
            return True
        if not isinstance(body, dict):
            self._wrong("A rule is an object, a severity or a boolean.", spot)
            return False
        for key in body:
            if key not in _RULE_KEYS and not key.startswith("x-"):
                self._wrong(f"A rule has no field `{key}`.", spot.at(key))
        missing = [key for key in ("given", "then") if key not in body]
        if missing:
            self._wrong(f"A rule needs `{'` and `'.join(missing)}`.", spot)
            return False
        if "severity" in body and not is_severity(body["severity"]):
            self._wrong("`severity` is error, warn, info, hint or off.", spot.at("severity"))
            return False
        return True

    def _aliases(self, value: Json, spot: Spot) -> dict[str, list[Target]]:
        if not isinstance(value, dict):
            self._wrong("`aliases` is an object.", spot)
            return {}
        found: dict[str, list[Target]] = {}
        for name, body in value.items():
            if not _ALIAS.fullmatch(name):
                self._wrong(
                    "The name of an alias is made of letters, digits, - and _.", spot.at(name)
                )
                continue
            found[name] = list(self._targets(body, spot.at(name)))
        return found

    def _targets(self, body: Json, spot: Spot) -> Iterator[Target]:
        if isinstance(body, (list, str)):
            yield Target(None, _texts(body))
            return
        targets = body.get("targets") if isinstance(body, dict) else None
        if not isinstance(targets, list):
            self._wrong("An alias is a list of paths, or has `targets`.", spot)
            return
        for index, target in enumerate(targets):
            where = spot.at("targets", index)
            if not isinstance(target, dict) or not {"formats", "given"} <= target.keys():
                self._wrong("A target of an alias has `formats` and `given`.", where)
                continue
            formats = self.formats(target["formats"], where.at("formats"))
            yield Target(formats or frozenset(), _texts(target["given"]))

    def _overrides(
        self, body: Mapping[str, Json], spot: Spot
    ) -> Iterator[tuple[tuple[str, ...], Json, Spot]]:
        value = body.get("overrides", [])
        for index, entry in enumerate(value if isinstance(value, list) else [value]):
            where = spot.at("overrides", index)
            files = entry.get("files") if isinstance(entry, dict) else None
            if not files or not isinstance(files, list) or not all(map(_is_text, files)):
                self._wrong("An override has `files`, a list of patterns.", where)
                continue
            yield tuple(files), entry, where

    def _exceptions(
        self, body: Mapping[str, Json], spot: Spot
    ) -> Iterator[tuple[tuple[str, ...], Json, Spot]]:
        """`except` is the older way to say that rules are off in some place."""
        value = body.get("except", {})
        for pattern, names in value.items() if isinstance(value, dict) else ():
            where = spot.at("except", pattern)
            if not isinstance(names, list) or not all(map(_is_text, names)):
                self._wrong("`except` has a list of rules for each place.", where)
                continue
            files = f"**{pattern}" if pattern.startswith("#") else pattern
            yield (files,), {"rules": dict.fromkeys(names, "off")}, where


def _is_text(value: Json) -> bool:
    return isinstance(value, str)


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(filter(_is_text, value if isinstance(value, list) else [value]))
