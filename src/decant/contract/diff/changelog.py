"""From edits and who reaches them to changes: judged, worded, placed and fingerprinted."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant.contract.findings import Location

from .change import Change, Level, Polarity, Use
from .compatibility import Judgement, judge
from .edits import Guard
from .kinds import KINDS, fix_of, reason_of, why_of
from .reach import bits_of, spread
from .sides import component_of
from .subjects import Subject, subject_of

if TYPE_CHECKING:
    from collections.abc import Hashable

    from .change import Profile
    from .edits import Edit
    from .kinds import Kind
    from .reach import Reached, State
    from .walk import Walk

Json: TypeAlias = Any
# An edit, the place where its pair was met, and who reaches it there.
Met: TypeAlias = "tuple[Edit, str, Reached]"
_ORDER: Final = {level: rank for rank, level in enumerate(Level)}
_LONGEST: Final = 80
_MOST_NAMED: Final = 6
# What the absence of a value is called, by the first word of the kind.
_NOTHING: Final = {
    "type": "anything",
    "dependent": "nothing else",
    **dict.fromkeys(("operation", "min", "max", "minimum", "maximum"), "none"),
}
# fmt: off
_GUARD_WORDS: Final[dict[Guard, str]] = {
    Guard.READ_ONLY:       "It is read-only, so clients never send it.",
    Guard.WRITE_ONLY:      "It is write-only, so clients never receive it.",
    Guard.DEPRECATED:      "It was deprecated before.",
    Guard.SUNSET:          "It was deprecated; whether its sunset date has passed is not known here.",
    Guard.UNSTABLE:        "It was never declared stable.",
    Guard.EXTENSIBLE:      "The list of values was declared open.",
    Guard.TOLERANT_READER: "Clients commonly survive it.",
    Guard.TOLERANT_SERVER: "Most servers ignore what they do not know.",
}
# fmt: on


class Changelog:
    """Turns what a walk found into changes."""

    def __init__(self, walk: Walk, profile: Profile, *, locate: bool) -> None:
        self.walk, self.profile, self.locate = walk, profile, locate
        self._uses: dict[Hashable, tuple[Use, ...]] = {}
        self._prints: dict[str, int] = {}

    def changes(self) -> list[Change]:
        """Every edit that somebody meets, as a change."""
        reached = spread(self.walk.roots, self.walk.pairs)
        edits: dict[Hashable, list[Met]] = {}
        for pair in self.walk.pairs:
            states = reached.get(id(pair))
            if not states:
                continue
            for edit in pair.edits:
                edits.setdefault(edit.key(), []).append((edit, pair.place, states))
        return [self._change(met) for met in edits.values()]

    def _change(self, met: list[Met]) -> Change:
        """One edit, met in one or more places; the worst of them speaks for all."""
        edit, states = met[0][0], _together([states for _, _, states in met])
        kind = KINDS[edit.kind]
        judged = {
            state: judge(edit, kind, state[0], self.profile, marks=state[1]) for state in states
        }
        worst = min(judged, key=lambda state: (_ORDER[judged[state].level], state[0]))
        edit, place = next((edit, place) for edit, place, states in met if worst in states)
        judgement, polarity = judged[worst], worst[0]
        subject = self._subject(edit, place)
        return Change(
            kind=edit.kind,
            effect=judgement.effect,
            polarity=polarity,
            severity=judgement.level,
            message=_message(edit, kind.sentence(judgement.effect, polarity), subject),
            older=self._location(edit.older, is_older=True),
            newer=self._location(edit.newer, is_older=False),
            before=edit.before,
            after=edit.after,
            fingerprint=self._fingerprint(edit, subject),
            uses=self._used_by(states, judged),
            guards=tuple(guard.value for guard in judgement.guards),
            why=_why(kind, judgement, polarity),
            fix=fix_of(kind, judgement.effect, polarity) if _hurts(judgement) else "",
        )

    def _subject(self, edit: Edit, place: str) -> Subject:
        """Where the edit is, in the newer document unless what it is about went away.

        If nothing changed there, a reference was pointed elsewhere: then it is where that
        reference is, which is the place where the pair was met.
        """
        if place and self._is_elsewhere(edit):
            return subject_of(place, self.walk.newer.names)
        if edit.kind.startswith("additional-properties"):
            return subject_of((edit.newer or "").rpartition("/")[0], self.walk.newer.names)
        older, newer = edit.older or "", edit.newer
        # What has no name of its own went from a place that is still there.
        is_there = place and not edit.name and component_of(older) == component_of(newer or "")
        if newer is None or (_is_gone(edit) and not is_there):
            return subject_of(older, self.walk.older.names)
        return subject_of(newer, self.walk.newer.names)

    def _is_elsewhere(self, edit: Edit) -> bool:
        """Whether what the edit would be named after is the same in both documents."""
        older, newer = edit.older, edit.newer
        if older is None or newer is None or component_of(older) == component_of(newer):
            return False
        named = older if _is_gone(edit) else newer
        before, after = self.walk.older.at(named), self.walk.newer.at(named)
        return before is not None and before == after

    def _used_by(self, states: Reached, judged: dict[State, Judgement]) -> tuple[Use, ...]:
        key = tuple(
            (polarity, bits, judged[polarity, marks].level)
            for (polarity, marks), bits in states.items()
        )
        found = self._uses.get(key)
        if found is None:
            found = self._uses[key] = tuple(self._uses_in(key))
        return found

    def _uses_in(self, reached: tuple[tuple[Polarity, int, Level], ...]) -> list[Use]:
        found: dict[tuple[str, str, str, Polarity], Use] = {}
        for polarity, bits, level in reached:
            for bit in bits_of(bits):
                root = self.walk.roots[bit]
                key = (root.path, root.method, root.place, polarity)
                known = found.get(key)
                if known is None or _ORDER[level] < _ORDER[known.severity]:
                    found[key] = Use(root.method, root.path, polarity, level, root.place)
        return [found[key] for key in sorted(found)]

    def _location(self, pointer: str | None, *, is_older: bool) -> Location | None:
        if pointer is None:
            return None
        side = self.walk.older if is_older else self.walk.newer
        return side.document.locate(pointer) if self.locate else Location(pointer)

    def _fingerprint(self, edit: Edit, subject: Subject) -> str:
        """16 hex digits over what the change is, not how it is said or where it stands."""
        values = orjson.dumps(
            [edit.kind, subject.stable, edit.name, edit.before, edit.after],
            option=orjson.OPT_SORT_KEYS,
            default=list,
        )
        digest = sha256(values).hexdigest()[:16]
        count = self._prints[digest] = self._prints.get(digest, 0) + 1
        return digest if count == 1 else sha256(values + b"#%d" % count).hexdigest()[:16]


def _together(found: list[Reached]) -> Reached:
    """All the ways in which an edit is reached."""
    if len(found) == 1:
        return found[0]
    together: Reached = {}
    for states in found:
        for state, bits in states.items():
            together[state] = together.get(state, 0) | bits
    return together


def _is_gone(edit: Edit) -> bool:
    return edit.after is None and edit.before is not None and edit.older is not None


def _hurts(judgement: Judgement) -> bool:
    return judgement.level in (Level.BREAKING, Level.RISKY)


def _why(kind: Kind, judgement: Judgement, polarity: Polarity) -> str:
    if kind.documents:
        return "Only readers notice."
    if _hurts(judgement) or judgement.guards:
        said = why_of(kind, judgement.effect, polarity)
    else:
        said = reason_of(judgement.effect, polarity)
    return " ".join(filter(None, [said, *(_GUARD_WORDS[guard] for guard in judgement.guards)]))


def _message(edit: Edit, sentence: str, subject: Subject) -> str:
    member = edit.name if "property" in edit.kind and "{name}" not in sentence else ""
    nothing = _NOTHING.get(edit.kind.partition("-")[0], "nothing")
    said = sentence.format(
        subject=subject.words(member),
        name=edit.name,
        before=_shown(edit.before, nothing),
        after=_shown(edit.after, nothing),
    )
    return said[0].upper() + said[1:]


def _shown(value: Json, nothing: str) -> str:
    """A value as part of a sentence."""
    if value is None or value == []:
        return nothing
    if isinstance(value, list):
        shown = [_shown(item, "`null`") for item in value[:_MOST_NAMED]]
        more = len(value) - len(shown)
        return ", ".join(shown) + (f" and {more} more" if more > 0 else "")
    if isinstance(value, dict) and len(value) == 1:
        word, bound = next(iter(value.items()))
        if word.startswith("exclusive"):
            return f"`{bound}` (or `{bound}` itself)"
    text = value if isinstance(value, str) else orjson.dumps(value, default=list).decode()
    text = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    return f"`{text}`" if "`" not in text else text


__all__ = ["Changelog"]
