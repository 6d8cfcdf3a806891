"""Which files a pattern means: `*.yaml` anywhere, `v2/**`, `{a,b}.json`, `!x`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from decant.contract.lint.jsonpath import PathFault
from decant.contract.lint.jsonpath.patterns import Pattern

_BRACES: Final = re.compile(r"\{([^{}]*,[^{}]*)\}")
_PIECES: Final = re.compile(r"\*+|\?|\[!?[^\]]+\]|.", re.DOTALL)
MOST_BRACED: Final = 200


def is_meant(path: str, glob: str) -> bool:
    """Whether a glob means a path; without a slash it means any file of that name.

    A name that begins with a dot is only meant where the glob says the dot, as in minimatch.
    """
    if glob.startswith("!"):
        return not is_meant(path, glob[1:])
    glob = glob.removeprefix("./")
    steps = path.removeprefix("./").split("/")
    for one in _unbraced(glob):
        if "/" not in one and one != "**":
            if _is_step(steps[-1], one):
                return True
        elif _are_steps(tuple(steps), tuple(one.strip("/").split("/"))):
            return True
    return False


def _unbraced(glob: str) -> list[str]:
    found, waiting = list[str](), [glob]
    while waiting and len(found) + len(waiting) < MOST_BRACED:
        one = waiting.pop()
        braces = _BRACES.search(one)
        if braces is None:
            found.append(one)
            continue
        parts = braces.group(1).split(",")
        waiting += [one[: braces.start()] + part + one[braces.end() :] for part in parts]
    return found


def _are_steps(steps: tuple[str, ...], globs: tuple[str, ...]) -> bool:
    """Step by step; `**` means any number of them."""
    reached = {0}
    for glob in globs:
        if glob == "**":
            first = min(reached, default=len(steps) + 1)
            stop = first
            while stop < len(steps) and not steps[stop].startswith("."):
                stop += 1
            reached |= set(range(first, stop + 1))
        else:
            reached = {at + 1 for at in reached if at < len(steps) and _is_step(steps[at], glob)}
    return len(steps) in reached


def _is_step(step: str, glob: str) -> bool:
    if step.startswith(".") and not glob.startswith("."):
        return False
    pattern = _pattern(glob)
    return pattern is not None and pattern.is_in(step)


@lru_cache(maxsize=500)
def _pattern(glob: str) -> Pattern | None:
    text = "".join(_translated(piece) for piece in _PIECES.findall(glob))
    try:
        return Pattern(f"^{text}$", "s")
    except PathFault:
        return None


def _translated(piece: str) -> str:
    if piece[0] == "*":
        return ".*"
    if piece == "?":
        return "."
    if piece[0] == "[" and len(piece) > 2:
        return f"[^{piece[2:]}" if piece[1] == "!" else piece
    return re.escape(piece)
