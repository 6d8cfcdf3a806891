"""What Decant and Spectral say of one document by the same ruleset, place by place.

A fault is known by its rule, file and pointer. References are followed to where a thing is
written, as Spectral does, and an example is one place wherever in it the fault lies: both
tell the first they meet. Rules that Decant calls by another name take Spectral's.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import yaml

from decant.contract.elements import elements_of
from decant.contract.lint.packs import JUDGED_BY_VALIDATION
from decant.contract.lint.ruleset import Ruleset
from decant.contract.validate.rules import remarks_of, spelled
from decant.contract.validate.semantics import SEMANTICS
from decant.contract.validate.structure import faults_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decant.contract import Document

Json: TypeAlias = Any
# A rule, a file, and a pointer into it.
Place: TypeAlias = tuple[str, str, str]
Told: TypeAlias = "Mapping[Place, str]"

EXPLANATIONS: Final = Path(__file__).with_name("beside_spectral.yaml")
NOT_JUDGED: Final = "not-judged"
# fmt: off
SPECTRAL_CALLS_IT: Final = {
    "security-scopes-defined": "oas3-operation-security-defined",
    "no-identical-paths":      "path-params",
    "path-written-twice":      "path-params",
}
# Where Decant points at a thing, Spectral points at its field that is wrong.
FIELD_THAT_IS_WRONG: Final = {
    "owasp:api2:2023-no-credentials-in-url":     "name",
    "owasp:api2:2023-read-restricted":           "security",
    "owasp:api2:2023-write-restricted":          "security",
    "owasp:api3:2023-no-additionalProperties":   "additionalProperties",
    "owasp:api4:2023-rate-limit":                "headers",
    "owasp:api8:2023-define-cors-origin":        "headers",
    "owasp:api9:2023-inventory-environment":     "description",
}
# fmt: on
VALIDATED: Final = {*JUDGED_BY_VALIDATION.values(), *SPECTRAL_CALLS_IT} & set(SEMANTICS)
_UNCOMPILED: Final = '"nullable" cannot be used without "type"'
_EXAMPLE: Final = re.compile(r"(.*?/(?:examples/[^/]+|example|default))(?:/.*)?")


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why one of the two says what the other does not, and who is right."""

    id: str
    rule: str
    only: str
    right: str
    why: str
    says: str = ""
    at: str = ""
    beside: str = ""

    def fits(self, one: Difference) -> bool:
        rule, _, pointer = one.place
        return (
            self.only == one.only
            and re.fullmatch(self.rule, rule) is not None
            and self.beside == one.beside
            and re.search(self.says, one.message) is not None
            and re.search(self.at, pointer) is not None
        )


@dataclass(frozen=True, slots=True)
class Difference:
    """A fault that `only` one of the two tells; `beside` is what Spectral says there instead."""

    only: str
    place: Place
    message: str
    beside: str = ""


def explanations(pack: str) -> tuple[Explanation, ...]:
    """What is known of the differences between the two rulesets of this name."""
    known = yaml.safe_load(EXPLANATIONS.read_text())[pack]
    return tuple(Explanation(**fields) for fields in known)


def seen(pack: str) -> dict[str, dict[str, int]]:
    """What was found when the two were last held side by side, by document."""
    found: dict[str, dict[str, int]] = yaml.safe_load(EXPLANATIONS.read_text())["seen"][pack]
    return found


def by_decant(document: Document, pack: str) -> dict[Place, str]:
    """All that Decant says, none cut short: lint, and the rules that validation answers for."""
    elements = elements_of(document)
    rules = [rule for rule, _ in Ruleset.of(pack).chosen()]
    if pack == "oas":
        rules += [SEMANTICS[name] for name in VALIDATED]
    said = {
        (rule.id, spelled(place)): message
        for rule in rules
        for place, message in remarks_of(rule, elements)
    }
    if pack == "oas":
        causes = faults_in(document.tree, document.dialect)
        said |= {("oas3-schema", cause.pointer): cause.message for cause in causes}
    found: dict[Place, str] = {}
    for (name, pointer), message in said.items():
        at = document.locate(pointer)
        rule = SPECTRAL_CALLS_IT.get(name, name)
        found.setdefault(_place(document, (rule, at.file or "", at.pointer)), message)
    return found


def by_spectral(document: Document, report: Sequence[Json], base: Path) -> dict[Place, str]:
    """All that Spectral's JSON says of the files under `base`."""
    found: dict[Place, str] = {}
    for one in report:
        keys = (str(key).replace("~", "~0").replace("/", "~1") for key in one["path"])
        pointer = "".join(f"/{key}" for key in keys)
        rule = NOT_JUDGED if one["message"] == _UNCOMPILED else one["code"]
        if rule in FIELD_THAT_IS_WRONG:
            pointer = pointer.removesuffix(f"/{FIELD_THAT_IS_WRONG[rule]}")
        file = Path(one["source"]).relative_to(base).as_posix()
        found.setdefault(_place(document, (rule, file, pointer)), one["message"])
    return found


def differences(ours: Told, theirs: Told) -> Iterator[Difference]:
    """What only one of the two tells."""
    for place in sorted(theirs.keys() - ours.keys()):
        yield Difference("spectral", place, theirs[place])
    for place in sorted(ours.keys() - theirs.keys()):
        beside = NOT_JUDGED if (NOT_JUDGED, *place[1:]) in theirs else ""
        yield Difference("decant", place, ours[place], beside)


def counted(ours: Told, theirs: Told, known: Sequence[Explanation]) -> dict[str, int]:
    """How many faults both tell, and how many differences each explanation covers."""
    why = (explained(one, known) or str(one) for one in differences(ours, theirs))
    return {"both": len(ours.keys() & theirs.keys()), **Counter(why)}


def explained(one: Difference, known: Sequence[Explanation]) -> str:
    """The id of what explains a difference, or nothing."""
    return next((explanation.id for explanation in known if explanation.fits(one)), "")


def _place(document: Document, place: Place) -> Place:
    rule, file, pointer = place
    if not rule.endswith("-example") and rule != NOT_JUDGED:
        return place
    written = _written(document.tree, pointer) if len(document.files) == 1 else pointer
    whole = _EXAMPLE.fullmatch(written)
    return rule, file, whole[1] if whole else written


def _written(tree: Json, pointer: str) -> str:
    """The pointer of the same thing where it is written, past references on the way."""
    here, way = tree, ""
    for token in pointer.split("/")[1:]:
        here, way = _behind(tree, here, way)
        name = token.replace("~1", "/").replace("~0", "~")
        here = here[int(name)] if isinstance(here, list) else here[name]
        way += f"/{token}"
    return _behind(tree, here, way)[1]


def _behind(tree: Json, here: Json, way: str) -> tuple[Json, str]:
    reference = here.get("$ref") if isinstance(here, dict) else None
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return here, way
    target = tree
    for token in reference.split("/")[1:]:
        target = target[token.replace("~1", "/").replace("~0", "~")]
    return target, reference[1:]
