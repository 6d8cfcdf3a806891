"""What the parts of a tree of files are called as components: readable, unique, lasting.

A part is named after the last word of the way to it: the fragment, else the file. Parts
that would share a name are told apart by as many folders as it takes, never by a number
that depends on their order, so that two revisions of a tree call the same part the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from itertools import chain, count
from typing import TYPE_CHECKING, Final

from decant.contract.references import tokens_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from collections.abc import Set as AbstractSet

_FORBIDDEN: Final = re.compile(r"[^A-Za-z0-9._-]+")
_EXTENSION: Final = re.compile(r"\.(?:ya?ml|json)$", re.IGNORECASE)


def names_for(
    parts: Iterable[tuple[str, str]], taken: AbstractSet[str]
) -> dict[tuple[str, str], str]:
    """A name for each (file, pointer) that is not among those taken."""
    groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
    words = {part: _words(*part) for part in sorted(parts)}
    for part, said in words.items():
        groups[said[-1]].append(part)
    used, names = set(taken), {}
    for group in groups.values():
        if len(group) == 1 and words[group[0]][-1] not in used:
            names[group[0]] = words[group[0]][-1]
            used.add(names[group[0]])
    for group in groups.values():
        endings = Counter(ending for part in group for ending in _endings(words[part]))
        for part in group:
            if part not in names:
                lone = ("_".join(e) for e in _endings(words[part]) if endings[e] == 1)
                names[part] = _first_free([*lone, "_".join(words[part])], used)
                used.add(names[part])
    return names


def _endings(said: list[str]) -> Iterator[tuple[str, ...]]:
    """Its last word, its last two words, and so on."""
    return (tuple(said[-length:]) for length in range(1, len(said) + 1))


def _first_free(wanted: list[str], used: AbstractSet[str]) -> str:
    numbered = (f"{wanted[-1]}_{number}" for number in count(2))
    return next(name for name in chain(wanted, numbered) if name not in used)


def _words(file: str, pointer: str) -> list[str]:
    """The folders, the file and the fragment, each as it may stand in a name."""
    tokens = tokens_of(f"#{pointer}") or []
    said = [*_EXTENSION.sub("", file).split("/"), *tokens]
    return [word for word in (_FORBIDDEN.sub("_", word).strip("_") for word in said) if word] or [
        "part"
    ]
