"""Does every reference lead to something of the right kind, and to an end?"""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import SECTIONS, Kind, unescaped
from decant.contract.findings import Severity

from .rules import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from decant.contract.elements import Elements

Json = Any
PREFIX: Final = "#/components/"


@rule(
    "ref-unresolved",
    Severity.ERROR,
    hint="Correct the reference, or add what it names.",
)
def references_lead_somewhere(elements: Elements) -> Iterator[Complaint]:
    """A `$ref` to nothing leaves a hole where clients, docs and comparisons need a meaning."""
    anchors = _anchors(elements)
    known: dict[str, bool] = {}
    for element, _ in elements.references:
        ref = element.node["$ref"]
        if ref not in known:
            known[ref] = ref in anchors or elements.document.resolve(ref) is not None
        if not known[ref]:
            yield element.at("$ref"), f"'{ref}' names nothing.{_nearest(ref, elements)}"


@rule(
    "ref-wrong-kind",
    Severity.ERROR,
    hint="Refer to a component of the section that fits this place.",
)
def references_lead_to_the_right_kind(elements: Elements) -> Iterator[Complaint]:
    """Where a schema is asked for, a response cannot stand, however well the reference resolves."""
    for element, wanted in elements.references:
        ref = element.node["$ref"]
        tokens = ref.split("/")
        if not ref.startswith(PREFIX) or len(tokens) != 4:
            continue
        found = SECTIONS.get(tokens[2])
        if found is not None and found is not wanted and {found, wanted} != SIMILAR:
            noun = wanted.name.lower().replace("_", " ")
            yield element.at("$ref"), f"A {noun} must stand here, but '{ref}' is in {tokens[2]}."


# A callback's path items may be kept among callbacks or path items alike.
SIMILAR: Final = {Kind.CALLBACK, Kind.PATH_ITEM}


@rule(
    "ref-cycle",
    Severity.ERROR,
    hint="Let one of them say what it is instead of pointing on.",
)
def references_come_to_an_end(elements: Elements) -> Iterator[Complaint]:
    """References that only point at each other never say what they stand for."""
    following: dict[str, str | None] = {}
    for element, _ in elements.references:
        ref = element.node["$ref"]
        if ref not in following:
            target = elements.document.resolve(ref)
            onward = target.get("$ref") if isinstance(target, dict) else None
            following[ref] = onward if isinstance(onward, str) else None
    for ring in _rings({ref: [onward] for ref, onward in following.items() if onward}):
        yield ring[0].removeprefix("#"), f"'{ring[0]}' leads back to itself{_through(ring)}."


@rule(
    "schema-cycle",
    Severity.ERROR,
    hint="Take the reference to itself out of allOf; recursion belongs in a property or in items.",
)
def schemas_do_not_contain_themselves(elements: Elements) -> Iterator[Complaint]:
    """A schema that includes itself through allOf has no end; validators loop or give up."""
    includes: dict[str, list[str]] = {}
    for name, schema in elements.components("schemas").items():
        parts = schema.get("allOf") if isinstance(schema, dict) else None
        if isinstance(parts, list):
            refs = [p["$ref"] for p in parts if isinstance(p, dict) and "$ref" in p]
            place = f"{PREFIX}schemas/{name.replace('~', '~0').replace('/', '~1')}"
            includes[place] = [ref for ref in refs if isinstance(ref, str)]
    for ring in _rings(includes):
        yield ring[0].removeprefix("#"), f"'{ring[0]}' includes itself{_through(ring)}."


@rule(
    "link-operation-unresolved",
    Severity.WARNING,
    hint="Name an operationId (or a local operationRef) that exists in this document.",
)
def links_lead_to_operations(elements: Elements) -> Iterator[Complaint]:
    """A link tells a client what it can call next; the operation must exist."""
    ids = {element.node.get("operationId") for element in elements.every(Kind.OPERATION)
           if isinstance(element.node.get("operationId"), str)}  # fmt: skip
    for link in elements.every(Kind.LINK):
        named, ref = link.node.get("operationId"), link.node.get("operationRef")
        if isinstance(named, str) and named not in ids:
            yield link.at("operationId"), f"No operation is called '{named}'."
        if not isinstance(ref, str) or not ref.startswith("#/"):
            continue
        if elements.document.resolve(ref) is None:
            yield link.at("operationRef"), f"'{ref}' names nothing."


def _anchors(elements: Elements) -> frozenset[str]:
    """`#name` for every anchor that a schema sets (JSON Schema 2020-12 §8.2.2)."""
    keywords = ("$anchor", "$dynamicAnchor")
    return frozenset(f"#{s.node[k]}" for k in keywords for s in elements.schemas_with(k))


def _nearest(ref: str, elements: Elements) -> str:
    if not ref.startswith("#/"):
        return ""
    tokens = ref.split("/")
    holder = elements.document.resolve("/".join(tokens[:-1]))
    if not isinstance(holder, dict) or len(holder) > 5_000:
        return ""
    close = difflib.get_close_matches(unescaped(tokens[-1]), list(holder), 1, 0.6)
    return f" Did you mean '{close[0]}'?" if close else ""


def _through(ring: list[str]) -> str:
    names = [unescaped(ref.rsplit("/", 1)[-1]) for ref in ring[1:6]]
    more = " and others" if len(ring) > 6 else ""
    return f" through {', '.join(names)}{more}" if names else ""


def _rings(edges: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """Each ring that a walk without recursion meets, once, from where it was entered."""
    done: set[str] = set()
    for start in edges:
        if start in done:
            continue
        way, onway = [(start, iter(edges[start]))], {start: 0}
        while way:
            here, rest = way[-1]
            onward = next(rest, None)
            if onward is None:
                done.add(here)
                del onway[here]
                way.pop()
            elif onward in onway:
                yield [name for name, _ in way[onway[onward] :]]
            elif onward in edges and onward not in done:
                onway[onward] = len(way)
                way.append((onward, iter(edges[onward])))
