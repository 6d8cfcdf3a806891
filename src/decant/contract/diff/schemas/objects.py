"""Objects: which properties there are, which must be there, and what else may be."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.diff.change import Effect
from decant.contract.diff.edits import (
    ADDED,
    INCOMPARABLE,
    NARROWS,
    NONE,
    REMOVED,
    WIDENS,
    Edit,
    Effects,
    Guard,
)
from decant.contract.diff.lifecycle import removal
from decant.contract.elements import escaped

if TYPE_CHECKING:
    from decant.contract.diff.fold import View
    from decant.contract.diff.sides import Site

    from .meeting import Meeting

Json: TypeAlias = Any

# A required one that goes: older messages all have it, newer ones cannot count on it.
REQUIRED_REMOVED: Final = Effects(input=Effect.INCOMPARABLE, output=Effect.WIDENS)
# New in a closed object: clients were told that nothing else would ever come.
CLOSED_REQUIRED: Final = Effects(input=Effect.NARROWS, output=Effect.WIDENS)
ONLY_INPUT_NARROWS: Final = Effects(input=Effect.NARROWS, output=Effect.NONE)
ONLY_INPUT_WIDENS: Final = Effects(input=Effect.WIDENS, output=Effect.NONE)
ONLY_OUTPUT_WIDENS: Final = Effects(input=Effect.NONE, output=Effect.WIDENS)
ONLY_OUTPUT_NARROWS: Final = Effects(input=Effect.NONE, output=Effect.NARROWS)


def compare(meeting: Meeting) -> None:
    """Note what changed about the members of an object."""
    _compare_openness(meeting)
    older, newer = meeting.older, meeting.newer
    if older.properties or newer.properties or older.required or newer.required:
        _compare_properties(meeting)
    meeting.descend_word("propertyNames")
    _compare_pattern_properties(meeting)
    _compare_dependents(meeting)


def _compare_openness(meeting: Meeting) -> None:
    """Whether, and as what, properties that nobody declared may appear."""
    older, newer = meeting.older, meeting.newer
    if older.is_closed != newer.is_closed:
        kind, effects = (
            ("additional-properties-forbidden", NARROWS)
            if newer.is_closed
            else ("additional-properties-allowed", WIDENS)
        )
        keyword = _closing_word(newer if newer.is_closed else older)
        meeting.note(kind, effects, keyword, meeting.words(keyword))
        return
    if not older.is_closed:
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            meeting.descend_word(keyword)


def _closing_word(view: View) -> str:
    is_plain = view.words.get("additionalProperties") is False
    return "additionalProperties" if is_plain else "unevaluatedProperties"


def _compare_properties(meeting: Meeting) -> None:
    older, newer = meeting.older, meeting.newer
    for name, before in older.properties.items():
        after = newer.properties.get(name)
        if after is None:
            _note_removed(meeting, name, before)
        else:
            _compare_property(meeting, name, before, after)
    for name, after in newer.properties.items():
        if name not in older.properties:
            _note_added(meeting, name, after)
    for name in older.required.keys() | newer.required.keys():
        if name not in older.properties and name not in newer.properties:
            _note_required(meeting, name, frozenset())


def _compare_property(meeting: Meeting, name: str, before: Site, after: Site) -> None:
    was, is_now = name in meeting.older.required, name in meeting.newer.required
    if was == is_now and meeting.walk.is_same(before, after):
        return
    one = meeting.walk.older_views.view(before)
    two = meeting.walk.newer_views.view(after)
    marks = {
        guard
        for word, guard in (("readOnly", Guard.READ_ONLY), ("writeOnly", Guard.WRITE_ONLY))
        if one.flag(word) and two.flag(word)
    }
    _note_required(meeting, name, frozenset(marks))
    _note_access(meeting, name, (one, two))
    meeting.descend(before, after, step=f"/properties/{escaped(name)}", marks=marks)


def _note_required(meeting: Meeting, name: str, marks: frozenset[Guard]) -> None:
    older, newer = meeting.older.required.get(name), meeting.newer.required.get(name)
    if (older is None) == (newer is None):
        return
    became = newer is not None
    meeting.pair.edits.append(
        Edit(
            "property-became-required" if became else "property-became-optional",
            NARROWS if became else WIDENS,
            older or _member(meeting.older, name),
            newer or _member(meeting.newer, name),
            not became,
            became,
            name=name,
            marks=marks,
        )
    )


def _note_access(meeting: Meeting, name: str, views: tuple[View, View]) -> None:
    """`readOnly` and `writeOnly`: on which side the property exists at all."""
    one, two = views
    is_required = name in meeting.newer.required
    was_required = name in meeting.older.required
    # fmt: off
    kinds = (
        # (keyword, kind if it came, effects, kind if it went, effects)
        ("readOnly",  "property-became-read-only",  ONLY_INPUT_NARROWS,
                      "property-became-writable",   ONLY_INPUT_NARROWS if is_required else ONLY_INPUT_WIDENS),
        ("writeOnly", "property-became-write-only", ONLY_OUTPUT_WIDENS,
                      "property-became-readable",   ONLY_OUTPUT_NARROWS),
    )
    # fmt: on
    for word, came, effects_came, went, effects_went in kinds:
        if one.flag(word) == two.flag(word):
            continue
        marks = set[Guard]()
        if word == "readOnly" and not meeting.newer.is_closed:
            marks.add(Guard.TOLERANT_SERVER)
        if word == "writeOnly" and not was_required:
            marks.add(Guard.TOLERANT_READER)
        is_now = two.flag(word)
        meeting.pair.edits.append(
            Edit(
                came if is_now else went,
                effects_came if is_now else effects_went,
                one.place(word),
                two.place(word),
                not is_now,
                is_now,
                name=name,
                marks=frozenset(marks if is_now else ()),
            )
        )


def _note_removed(meeting: Meeting, name: str, before: Site) -> None:
    view = meeting.walk.older_views.view(before)
    marks = set(_hidden(view)) | removal(view.words, meeting.walk.today)
    required = name in meeting.older.required
    if not meeting.newer.is_closed:
        marks.add(Guard.TOLERANT_SERVER)
    meeting.pair.edits.append(
        Edit(
            "required-property-removed" if required else "property-removed",
            REQUIRED_REMOVED if required else REMOVED,
            before.pointer,
            meeting.newer.pointer,
            _shown(before),
            None,
            name=name,
            marks=frozenset(marks),
        )
    )
    _compare_with_rest(meeting, name, (before, None))


def _note_added(meeting: Meeting, name: str, after: Site) -> None:
    view = meeting.walk.newer_views.view(after)
    required = name in meeting.newer.required
    effects = NARROWS if required else ADDED
    if meeting.older.is_closed:
        effects = CLOSED_REQUIRED if required else WIDENS
    if view.never:
        effects = NARROWS if not meeting.older.is_closed else NONE
    meeting.pair.edits.append(
        Edit(
            "required-property-added" if required else "property-added",
            effects,
            meeting.older.pointer,
            after.pointer,
            None,
            _shown(after),
            name=name,
            marks=_hidden(view),
        )
    )
    _compare_with_rest(meeting, name, (None, after))


def _compare_with_rest(meeting: Meeting, name: str, sites: tuple[Site | None, Site | None]) -> None:
    """A property that only one side declares was, or is, under `additionalProperties`."""
    word = "additionalProperties"
    older, newer = sites
    if older is None and isinstance(meeting.older.words.get(word), (dict, tuple)):
        older = meeting.older.site(word)
    if newer is None and isinstance(meeting.newer.words.get(word), (dict, tuple)):
        newer = meeting.newer.site(word)
    if older is not None and newer is not None and older.value != {} and newer.value != {}:
        meeting.descend(older, newer, step=f"/properties/{escaped(name)}")


def _hidden(view: View) -> frozenset[Guard]:
    """The side on which a property of this schema does not exist."""
    marks = set[Guard]()
    if view.flag("readOnly"):
        marks.add(Guard.READ_ONLY)
    if view.flag("writeOnly"):
        marks.add(Guard.WRITE_ONLY)
    return frozenset(marks)


def _compare_pattern_properties(meeting: Meeting) -> None:
    word = "patternProperties"
    older, newer = meeting.older.named.get(word, {}), meeting.newer.named.get(word, {})
    is_closed = meeting.older.is_closed and meeting.newer.is_closed
    for pattern in older.keys() | newer.keys():
        before, after = older.get(pattern), newer.get(pattern)
        if before is not None and after is not None:
            meeting.descend(before, after, step=f"/{word}/{escaped(pattern)}")
        elif after is not None:
            effects = WIDENS if is_closed else NARROWS
            _note_named(meeting, ("pattern-property-added", effects), (None, after), pattern)
        else:
            effects = NARROWS if is_closed else WIDENS
            _note_named(meeting, ("pattern-property-removed", effects), (before, None), pattern)


def _compare_dependents(meeting: Meeting) -> None:
    """`dependentSchemas` and `dependentRequired`: what one property asks of the others."""
    older = meeting.older.named.get("dependentSchemas", {})
    newer = meeting.newer.named.get("dependentSchemas", {})
    for name in older.keys() | newer.keys():
        before, after = older.get(name), newer.get(name)
        if before is not None and after is not None:
            meeting.descend(before, after, step=f"/dependentSchemas/{escaped(name)}")
        elif after is not None:
            _note_named(meeting, ("dependent-schema-added", NARROWS), (None, after), name)
        else:
            _note_named(meeting, ("dependent-schema-removed", WIDENS), (before, None), name)
    word = "dependentRequired"
    for name, before_names, after_names in _dependent_names(meeting, word):
        gone, new = before_names - after_names, after_names - before_names
        values = (sorted(before_names), sorted(after_names))
        if gone and new:
            meeting.note("dependent-required-changed", INCOMPARABLE, word, values, name=name)
        elif new:
            meeting.note("dependent-required-added", NARROWS, word, values, name=name)
        elif gone:
            meeting.note("dependent-required-removed", WIDENS, word, values, name=name)


def _dependent_names(meeting: Meeting, word: str) -> list[tuple[str, set[str], set[str]]]:
    older, newer = (value if isinstance(value, dict) else {} for value in meeting.words(word))
    return [
        (name, _names(older.get(name)), _names(newer.get(name)))
        for name in sorted(older.keys() | newer.keys())
    ]


def _names(value: Json) -> set[str]:
    return {name for name in value if isinstance(name, str)} if isinstance(value, list) else set()


def _note_named(
    meeting: Meeting,
    what: tuple[str, Effects],
    sites: tuple[Site | None, Site | None],
    name: str,
) -> None:
    before, after = sites
    meeting.pair.edits.append(
        Edit(
            *what,
            before.pointer if before else meeting.older.pointer,
            after.pointer if after else meeting.newer.pointer,
            _shown(before),
            _shown(after),
            name=name,
        )
    )


def _shown(site: Site | None) -> Json:
    """A schema as a value to show; one that is put together shows its first part."""
    if site is None:
        return None
    return site.value[0].value if isinstance(site.value, tuple) else site.value


def _member(view: View, name: str) -> str:
    site = view.properties.get(name)
    return site.pointer if site else f"{view.pointer}/properties/{escaped(name)}"
