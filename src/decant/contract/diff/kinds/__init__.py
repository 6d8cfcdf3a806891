"""Every kind of change there is: what it is called, what it means to whom, how to avoid it.

A kind has no severity. It has words for the two sides that may have to live with it, and
says whether only readers notice, whether a generated SDK does, and what policy applies.
"""

from __future__ import annotations

from typing import Final

from decant.contract.diff.change import Effect, Polarity

from . import bodies, objects, operations, parameters, security, values
from .kind import Kind

__all__ = ["KINDS", "Kind", "fix_of", "reason_of", "why_of"]

KINDS: Final[dict[str, Kind]] = {
    kind.id: kind
    for table in (operations, parameters, bodies, security, values, objects)
    for kind in table.KINDS
}

# fmt: off
_WHY: Final[dict[tuple[Effect, Polarity], str]] = {
    (Effect.NARROWS, Polarity.INPUT):
        "The API accepts less than it promised, so messages that clients send today are refused.",
    (Effect.WIDENS, Polarity.INPUT):
        "Everything that was accepted still is.",
    (Effect.NARROWS, Polarity.OUTPUT):
        "Everything the API may send now, it might have sent before.",
    (Effect.WIDENS, Polarity.OUTPUT):
        "The API may send what it promised not to, and clients were not written for it.",
    (Effect.INCOMPARABLE, Polarity.INPUT):
        "What clients send today is not what the API accepts now.",
    (Effect.INCOMPARABLE, Polarity.OUTPUT):
        "What the API sends now is not what clients were written for.",
    (Effect.UNKNOWN, Polarity.INPUT):
        "Whether what clients send today is still accepted cannot be decided from the contract.",
    (Effect.UNKNOWN, Polarity.OUTPUT):
        "Whether clients were written for what may come now cannot be decided from the contract.",
}
_FIX: Final[dict[tuple[Effect, Polarity], str]] = {
    (Effect.NARROWS, Polarity.INPUT):
        "Go on accepting the old form, and deprecate it before it goes.",
    (Effect.WIDENS, Polarity.OUTPUT):
        "Send the new form only where a client asked for it, or under a new version.",
    (Effect.INCOMPARABLE, Polarity.INPUT):
        "Accept both forms, or give the new one a new name.",
    (Effect.INCOMPARABLE, Polarity.OUTPUT):
        "Keep the old form and add the new one beside it under another name.",
    (Effect.UNKNOWN, Polarity.INPUT):
        "Check with the messages clients send today that they are still accepted.",
    (Effect.UNKNOWN, Polarity.OUTPUT):
        "Check that clients can read what may come now.",
}
# fmt: on


def why_of(kind: Kind, effect: Effect, polarity: Polarity) -> str:
    """Why a change weighs what it does, in one sentence."""
    own = kind.output_why if polarity is Polarity.OUTPUT and kind.output_why else kind.why
    return own or reason_of(effect, polarity)


def reason_of(effect: Effect, polarity: Polarity) -> str:
    """What an effect means to one side, whatever the kind."""
    return _WHY.get((effect, polarity), "The messages themselves stay as they are.")


def fix_of(kind: Kind, effect: Effect, polarity: Polarity) -> str:
    """How to avoid the harm, in one sentence; empty if there is none."""
    own = kind.output_fix if polarity is Polarity.OUTPUT and kind.output_fix else kind.fix
    return own or _FIX.get((effect, polarity), "")
