"""Kinds about what is put together: objects, arrays, alternatives, conditions."""

from __future__ import annotations

from typing import Final

from .kind import MISSED, MISSING, TOLERATED, Kind

UNREAD: Final = "What the API does not know any more it ignores, or it refuses the message."
EXPECT_MORE: Final = "Leave objects open, so that clients expect to find more in them."
KINDS: Final = (
    Kind(
        "property-added",
        "Clients may send {subject}.",
        "Clients may also find {subject}.",
        output_fix=EXPECT_MORE,
        marks=TOLERATED,
    ),
    Kind(
        "required-property-added",
        "Clients that do not send {subject} will be refused.",
        "Clients will always find {subject}.",
        fix="Make it optional, with a default that means what leaving it out meant.",
        output_fix=EXPECT_MORE,
        marks=TOLERATED,
    ),
    Kind(
        "property-removed",
        "Clients that send {subject} will be ignored or refused.",
        "Clients that read {subject} will find none.",
        why=UNREAD,
        output_why=MISSED,
        fix="Mark it deprecated first, and remove it when nobody uses it any more.",
        marks=TOLERATED,
    ),
    Kind(
        "required-property-removed",
        "Clients that send {subject} will be ignored or refused.",
        "Clients that rely on {subject} will find none.",
        why=UNREAD,
        output_why=MISSED,
        fix="Mark it deprecated first, and remove it when nobody uses it any more.",
    ),
    Kind(
        "property-became-required",
        "Clients that leave {subject} out will be refused.",
        "Clients will always find {subject}.",
        fix="Keep it optional, with a default.",
    ),
    Kind(
        "property-became-optional",
        "Clients may leave {subject} out.",
        "Clients that rely on {subject} may find none.",
        output_why=MISSING,
        fix="Go on sending it always.",
    ),
    Kind(
        "property-became-read-only",
        "Clients that send {subject} will be ignored or refused.",
        "{subject} is read-only now.",
        why=UNREAD,
    ),
    Kind(
        "property-became-writable",
        "{subject} is part of what clients send now.",
        "{subject} is not read-only any more.",
    ),
    Kind(
        "property-became-write-only",
        "{subject} is write-only now.",
        "Clients that read {subject} will find none.",
        output_why=MISSED,
    ),
    Kind(
        "property-became-readable",
        "{subject} is not write-only any more.",
        "Clients may also find {subject}.",
    ),
    Kind(
        "additional-properties-forbidden",
        "Clients that send properties that {subject} does not declare will be refused.",
        "{subject} has only the properties it declares now.",
        fix="Leave the object open.",
    ),
    Kind(
        "additional-properties-allowed",
        "Clients may send properties that {subject} does not declare.",
        "Clients may find properties that {subject} does not declare.",
        marks=TOLERATED,
    ),
    Kind(
        "pattern-property-added",
        "What {subject} may hold under names that match `{name}` is laid down now.",
    ),
    Kind(
        "pattern-property-removed",
        "What {subject} may hold under names that match `{name}` is not laid down any more.",
    ),
    Kind("dependent-schema-added", "With `{name}`, {subject} must meet more conditions."),
    Kind("dependent-schema-removed", "With `{name}`, {subject} need not meet conditions any more."),
    Kind(
        "dependent-required-added",
        "With `{name}`, {subject} needs {after} now, where it needed {before}.",
    ),
    Kind(
        "dependent-required-removed",
        "With `{name}`, {subject} needs {after} now, where it needed {before}.",
    ),
    Kind(
        "dependent-required-changed",
        "With `{name}`, {subject} needs {after} now instead of {before}.",
    ),
    Kind(
        "unique-items-added",
        "Clients that send {subject} with equal items will be refused.",
        "{subject} never holds equal items now.",
    ),
    Kind(
        "unique-items-removed",
        "Clients may send {subject} with equal items.",
        "{subject} may hold equal items.",
    ),
    Kind(
        "contains-added",
        "{subject} must hold a certain item now.",
        "{subject} holds a certain item now.",
    ),
    Kind("contains-removed", "{subject} need not hold a certain item any more."),
    Kind(
        "wrapped-in-union",
        "Clients may send one of {after} for {subject}, where only one form was accepted.",
        "{subject} may be one of {after}; clients were written for one form.",
        marks=TOLERATED,
    ),
    Kind(
        "unwrapped-from-union",
        "Clients may send only one form of {subject}, where any of {before} was accepted.",
        "{subject} has only one form now, where it might have been any of {before}.",
    ),
    Kind(
        "union-added",
        "Clients that send {subject} in a form that is none of {after} will be refused.",
        "{subject} is one of {after} now.",
    ),
    Kind(
        "union-removed",
        "{subject} need not be one of {before} any more.",
    ),
    Kind(
        "union-kind-changed",
        "{subject} is {after} its alternatives now instead of {before}.",
    ),
    Kind(
        "alternative-added",
        "Clients may send {after} for {subject}.",
        "{subject} may be {after}, which clients have not met.",
        marks=TOLERATED,
    ),
    Kind(
        "alternative-removed",
        "Clients that send {before} for {subject} will be refused.",
        "{subject} is never {before} any more.",
        fix="Go on accepting the alternative, and deprecate it before it goes.",
    ),
    Kind(
        "discriminator-added",
        "A property tells the alternatives of {subject} apart now.",
        breaks_source=True,
    ),
    Kind(
        "discriminator-removed",
        "No property tells the alternatives of {subject} apart any more.",
        breaks_source=True,
    ),
    Kind(
        "discriminator-property-changed",
        "The property {after} tells the alternatives of {subject} apart now, it was {before}.",
    ),
    Kind(
        "discriminator-value-added",
        "Clients may send `{name}` to choose an alternative of {subject}.",
        "`{name}` may choose an alternative of {subject}, which clients have not met.",
        marks=TOLERATED,
    ),
    Kind(
        "discriminator-value-removed",
        "Clients that send `{name}` to choose an alternative of {subject} will be refused.",
        "`{name}` never chooses an alternative of {subject} any more.",
    ),
    Kind(
        "discriminator-value-changed",
        "`{name}` chooses {after} for {subject} now, it was {before}.",
    ),
    Kind(
        "discriminator-default-added",
        "Clients may send any value to choose {after} for {subject}.",
        "Values that clients have not met may choose {after} for {subject}.",
        marks=TOLERATED,
    ),
    Kind(
        "discriminator-default-removed",
        "Clients that send a value for {subject} that chooses no alternative will be refused.",
        "{subject} has no values any more that choose {before} for want of another.",
    ),
    Kind(
        "discriminator-default-changed",
        "A value that chooses no other alternative of {subject} means {after} now, it meant {before}.",
    ),
    Kind("not-added", "{subject} excludes values that were allowed."),
    Kind("not-removed", "{subject} does not exclude certain values any more."),
    Kind("condition-added", "{subject} must meet a condition now."),
    Kind("condition-removed", "{subject} need not meet a condition any more."),
    Kind(
        "schema-became-impossible",
        "Clients that send {subject} at all will be refused.",
        "{subject} is never sent any more.",
    ),
    Kind(
        "schema-became-possible",
        "Clients may send {subject}.",
        "{subject} may be sent, which was ruled out.",
    ),
    Kind("schema-deprecated", "{subject} is deprecated."),
    Kind("schema-reactivated", "{subject} is not deprecated any more."),
    Kind("xml-changed", "{subject} is written differently in XML."),
)
