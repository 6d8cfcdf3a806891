"""What a hub says beside what it found: waivers, debt, scores, and pushes that wait."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from .moments import shown
from .output import bold, counted, dim
from .waivers import target_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from decant.contract.suppressions import Suppression

    from .output import Painted, Terminal

    Line = Sequence[str | Painted]

_MARGIN: Final = " " * 10


def excuses(said: Mapping[str, Any]) -> dict[str, Suppression]:
    """The waivers that let something of this check pass, by their ids."""
    from decant.contract.suppressions import Suppression

    return {
        each["id"]: Suppression(
            reason=str(each["reason"]),
            rule=each.get("rule") or "",
            pointer=each.get("pointer") or "",
            fingerprint=each.get("fingerprint") or "",
            expires=shown(str(each["expires_at"])),
            waiver=each["id"],
        )
        for each in _waivers(said, "used")
    }


def reasons(said: Mapping[str, Any]) -> list[str]:
    """Why the verdict is what it is, and how much waivers let pass."""
    waived = said["counts"].get("waived")
    return [*said["reasons"], *([f"{waived} waived"] if waived else [])]


def tell_unused(said: Mapping[str, Any], terminal: Terminal) -> None:
    """Print the waivers that let nothing pass."""
    unused = _waivers(said, "unused")
    if not unused:
        return
    terminal.line(bold("Waivers without use"))
    for each in unused:
        until = dim(f" (until {shown(str(each['expires_at']))})")
        terminal.line("  ", target_of(each), ": ", str(each["reason"]), until)
    terminal.line()


def debt_in_words(said: Mapping[str, Any]) -> str:
    """`12 older findings not counted`, if there are any and the policy says so."""
    count = said["counts"].get("debt") or 0
    is_left_out = (said.get("policy") or {}).get("new_only", False)
    return f"{counted(count, 'older finding')} not counted" if count and is_left_out else ""


def score_lines(said: Mapping[str, Any]) -> Iterator[Line]:
    """`82 of 100, grade B, silver`, then what would gain most."""
    score = said.get("score")
    if not score:
        return
    level = f", {score['level']}" if score["level"] else ""
    yield (dim("score     "), bold(f"{score['points']} of 100"), f", grade {score['grade']}{level}")
    for fix in score["fixes"]:
        gain = f"+{fix['gain']:.1f}".removesuffix(".0").rjust(5)
        places = dim(f"  {fix['rule']}, {counted(fix['failing'], 'place')}")
        yield (_MARGIN, gain, f"  {fix['hint']}", places)


def review_lines(said: Mapping[str, Any], api: str) -> Iterator[Line]:
    """What a push waits for, who may let it in, and how."""
    review, check = said["review"], said["check"]
    other = ", but not whoever asked" if (check.get("policy") or {}).get("four_eyes") else ""
    who = f"a maintainer or owner of {api.partition('/')[0]}{other}"
    yield (dim("waits for "), who)
    if review.get("reason"):
        yield (dim("because   "), str(review["reason"]))
    yield (dim("review    "), str(review["id"]))
    yield (dim("approve   "), f"decant review approve {review['id']} --api {api}")
    stays = f"{review['label']} stays on revision {review['head']}"
    if review.get("head") is None:
        stays = f"there is no label {review['label']} yet"
    yield (bold(f"{api} revision {review['revision']} waits"), f" · {stays}")


def _waivers(said: Mapping[str, Any], which: str) -> list[Mapping[str, Any]]:
    """A hub of an earlier version knows none."""
    found: list[Mapping[str, Any]] = (said.get("waivers") or {}).get(which, [])
    return found
