"""Kinds about parameters and headers."""

from __future__ import annotations

from typing import Final

from .kind import IGNORED, MISSED, MISSING, TOLERATED, Kind

KINDS: Final = (
    Kind(
        "parameter-added",
        "Clients may send {subject}.",
        "{subject} may be sent as well.",
    ),
    Kind(
        "required-parameter-added",
        "Clients that do not send {subject} will be refused.",
        "{subject} is always sent now.",
        fix="Make it optional, with a default that means what leaving it out meant.",
    ),
    Kind(
        "parameter-removed",
        "Clients that send {subject} will be ignored or refused.",
        "{subject} is not sent any more.",
        why="The API does not know the parameter any more, and a strict server refuses it.",
        fix="Mark it deprecated first, and remove it when nobody sends it any more.",
        marks=IGNORED,
    ),
    Kind(
        "parameter-moved",
        "Clients that send {subject} in the {before} will not be understood; it belongs in the {after} now.",
        "{subject} is sent in the {after} instead of the {before}.",
        fix="Accept both for a while.",
    ),
    Kind(
        "parameter-became-required",
        "Clients that leave {subject} out will be refused.",
        "{subject} is always sent now.",
        fix="Keep it optional, with a default.",
    ),
    Kind(
        "parameter-became-optional",
        "Clients may leave {subject} out.",
        "{subject} may be missing.",
    ),
    Kind(
        "parameter-became-list",
        "Clients may send {subject} more than once.",
        "{subject} may be sent more than once.",
    ),
    Kind(
        "parameter-style-changed",
        "{subject} is written differently: {after} instead of {before}.",
        why="The same value is spelled in another way in the URL or header.",
        fix="Keep the style, or take the new one under another name.",
    ),
    Kind(
        "parameter-empty-value-forbidden",
        "Clients that send {subject} empty will be refused.",
        "{subject} is never sent empty now.",
    ),
    Kind(
        "parameter-empty-value-allowed",
        "Clients may send {subject} empty.",
        "{subject} may be sent empty.",
    ),
    Kind(
        "reserved-characters-forbidden",
        "Clients that send {subject} with reserved characters as they are will not be understood.",
        "{subject} is sent with reserved characters encoded now.",
    ),
    Kind(
        "reserved-characters-allowed",
        "Clients may send reserved characters in {subject} as they are.",
        "{subject} may be sent with reserved characters as they are.",
    ),
    Kind("parameter-deprecated", "{subject} is deprecated."),
    Kind("parameter-reactivated", "{subject} is not deprecated any more."),
    Kind("header-deprecated", "{subject} is deprecated."),
    Kind("header-reactivated", "{subject} is not deprecated any more."),
    Kind("header-added", "Clients may send {subject}.", "Clients may also find {subject}."),
    Kind(
        "required-header-added",
        "Clients that do not send {subject} will be refused.",
        "Clients will always find {subject}.",
    ),
    Kind(
        "header-removed",
        "{subject} is not read any more.",
        "Clients that read {subject} will find none.",
        output_why=MISSED,
        fix="Go on sending it, and deprecate it before it goes.",
        marks=TOLERATED | IGNORED,
    ),
    Kind(
        "required-header-removed",
        "{subject} is not read any more.",
        "Clients that rely on {subject} will find none.",
        output_why=MISSED,
        fix="Go on sending it, and deprecate it before it goes.",
        marks=IGNORED,
    ),
    Kind(
        "header-became-required",
        "Clients that do not send {subject} will be refused.",
        "Clients will always find {subject}.",
    ),
    Kind(
        "header-became-optional",
        "Clients may leave {subject} out.",
        "Clients that rely on {subject} may find none.",
        output_why=MISSING,
    ),
)
