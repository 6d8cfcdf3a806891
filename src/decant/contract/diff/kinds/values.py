"""Kinds about single values: types, enums, bounds, texts."""

from __future__ import annotations

from typing import Final

from .kind import TOLERATED, Kind

# Words for a bound, for input and for output: what no longer fits, what fits anew.
_BOUNDS: Final = {
    "minimum": ("below", "a number"),
    "maximum": ("above", "a number"),
    "min-length": ("shorter than", "a text"),
    "max-length": ("longer than", "a text"),
    "min-items": ("with fewer items than", "a list"),
    "max-items": ("with more items than", "a list"),
    "min-properties": ("with fewer members than", "an object"),
    "max-properties": ("with more members than", "an object"),
    "min-contains": ("with fewer matching items than", "a list"),
    "max-contains": ("with more matching items than", "a list"),
}


def _bound_kinds(stem: str) -> tuple[Kind, ...]:
    beyond, thing = _BOUNDS[stem]
    refused = f"Clients that send {thing} {beyond} {{after}} for {{subject}} will be refused."
    allowed = f"Clients may send {thing} {beyond} {{before}} for {{subject}}."
    never = f"{{subject}} is never {thing} {beyond} {{after}} now."
    might = f"{{subject}} may be {thing} {beyond} {{before}}."
    words = f"The {stem.replace('-', ' ')} of {{subject}}"
    is_lower = stem.startswith("min")
    tighter, looser = ("increased", "decreased") if is_lower else ("decreased", "increased")
    sentences = {
        tighter: (refused, never),
        "added": (refused, never),
        looser: (allowed, might),
        "removed": (allowed, might),
    }
    return tuple(
        Kind(f"{stem}-{what}", *said, plain=f"{words} was {what}; the values listed all fit.")
        for what, said in sentences.items()
    )


KINDS: Final = (
    *(kind for stem in _BOUNDS for kind in _bound_kinds(stem)),
    Kind(
        "type-changed",
        "Clients that send {before} for {subject} will be refused; {after} is expected now.",
        "{subject} is {after} now; clients were written for {before}.",
        fix="Keep the type, and offer the new form under another name.",
    ),
    Kind(
        "type-widened",
        "Clients may send {after} for {subject}, where only {before} was accepted.",
        "{subject} may be {after}; clients were written for {before}.",
    ),
    Kind(
        "type-narrowed",
        "Clients that send {before} for {subject} may be refused; only {after} is accepted now.",
        "{subject} is {after} now, where it might have been {before}.",
    ),
    Kind(
        "became-nullable",
        "Clients may send null for {subject}.",
        "{subject} may be null; clients were written for a value.",
        fix="Leave the property out instead of sending null, if it is optional.",
    ),
    Kind(
        "became-not-nullable",
        "Clients that send null for {subject} will be refused.",
        "{subject} is never null now.",
        fix="Go on accepting null.",
    ),
    Kind(
        "enum-value-removed",
        "Clients that send {before} for {subject} will be refused.",
        "{subject} is never {before} any more.",
        plain="{before} is not listed for {subject} any more; it never fitted.",
        fix="Go on accepting the value, and deprecate it before it goes.",
    ),
    Kind(
        "enum-value-added",
        "Clients may send {after} for {subject}.",
        "{subject} may be {after}, which clients have not met.",
        plain="{after} is listed for {subject}, but does not fit what else is said of it.",
        fix="Declare the enum open from the start (`x-extensible-enum`, or `anyOf` with a plain string).",
        marks=TOLERATED,
    ),
    Kind(
        "enum-added",
        "Clients that send anything but {after} for {subject} will be refused.",
        "{subject} is one of {after} now.",
    ),
    Kind(
        "enum-removed",
        "Clients may send other values than {before} for {subject}.",
        "{subject} may take other values than {before} now.",
    ),
    Kind(
        "enum-opened",
        "Clients may send other values than {before} for {subject}.",
        "{subject} may take other values than {before} from now on.",
        marks=TOLERATED,
    ),
    Kind(
        "constant-changed",
        "Clients that send {before} for {subject} will be refused; it must be {after} now.",
        "{subject} is {after} now, it was always {before}.",
    ),
    Kind(
        "pattern-added",
        "Clients that send a text for {subject} that does not match {after} will be refused.",
        "{subject} always matches {after} now.",
    ),
    Kind(
        "pattern-removed",
        "Clients may send any text for {subject}, it had to match {before}.",
        "{subject} need not match {before} any more.",
    ),
    Kind(
        "pattern-changed",
        "Clients that send a text for {subject} that does not match {after} will be refused; it had to match {before}.",
        "{subject} matches {after} now instead of {before}.",
    ),
    Kind(
        "format-added",
        "Clients that send {subject} in another format than {after} may be refused.",
        "{subject} has the format {after} now.",
        plain="{subject} has the format {after} now.",
        why="A format is a hint (JSON Schema 2020-12, 7.2.1) that servers may or may not enforce.",
    ),
    Kind(
        "format-removed",
        "{subject} need not have the format {before} any more.",
        why="A format is a hint (JSON Schema 2020-12, 7.2.1) that clients may or may not rely on.",
    ),
    Kind(
        "format-changed",
        "{subject} has the format {after} now instead of {before}.",
        why="A format is a hint (JSON Schema 2020-12, 7.2.1) that may or may not be enforced.",
    ),
    Kind(
        "format-widened",
        "Clients may send any {after} for {subject}, where only {before} was accepted.",
        "{subject} may be {after}, which does not fit where clients keep {before}.",
    ),
    Kind(
        "format-narrowed",
        "Clients that send {subject} beyond {after} will be refused; {before} was accepted.",
        "{subject} fits {after} now, where it was {before}.",
    ),
    Kind(
        "multiple-of-added",
        "Clients that send a number for {subject} that is no multiple of {after} will be refused.",
        "{subject} is a multiple of {after} now.",
    ),
    Kind(
        "multiple-of-removed",
        "{subject} need not be a multiple of {before} any more.",
    ),
    Kind(
        "multiple-of-changed",
        "{subject} must be a multiple of {after} now, it was {before}.",
        "{subject} is a multiple of {after} now, it was {before}.",
    ),
    Kind(
        "content-encoding-changed",
        "The text of {subject} holds {after} now instead of {before}.",
    ),
    Kind(
        "default-changed",
        "Clients that leave {subject} out now mean {after}, they meant {before}.",
        plain="{subject}, left out, means {after} now; it meant {before}.",
        why="The message is accepted as before, but it means something else.",
        fix="Keep the default.",
    ),
    Kind(
        "default-removed",
        "Clients that leave {subject} out meant {before}; what it means now is not said.",
        plain="{subject}, left out, meant {before}; what it means now is not said.",
        why="The message is accepted as before, but what it means is open.",
        fix="Keep the default.",
    ),
    Kind("default-added", "Leaving {subject} out means {after}."),
)
