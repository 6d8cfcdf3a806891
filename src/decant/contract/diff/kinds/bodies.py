"""Kinds about request bodies, responses and media types."""

from __future__ import annotations

from typing import Final

from .kind import TOLERATED, Kind

KINDS: Final = (
    Kind(
        "body-added",
        "{subject} is new; clients need not send it.",
        "{subject} may be sent as well.",
        marks=TOLERATED,
    ),
    Kind(
        "required-body-added",
        "Clients that send no body will be refused: {subject} is required now.",
        "{subject} is always sent now.",
        fix="Make the body optional.",
        marks=TOLERATED,
    ),
    Kind(
        "body-removed",
        "Clients that send {subject} will be ignored or refused.",
        "{subject} is not sent any more.",
        fix="Go on accepting the body.",
    ),
    Kind(
        "body-became-required",
        "Clients that leave {subject} out will be refused.",
        "{subject} is always sent now.",
        fix="Keep the body optional.",
    ),
    Kind(
        "body-became-optional",
        "Clients may leave {subject} out.",
        "{subject} may be missing.",
    ),
    Kind(
        "media-type-added",
        "Clients may use {after} for {subject}.",
        "{subject} may come as {after}.",
    ),
    Kind(
        "media-type-removed",
        "Clients that use {before} for {subject} will be refused.",
        "{subject} does not come as {before} any more.",
        fix="Go on offering the media type, and deprecate it before it goes.",
    ),
    Kind(
        "media-type-changed",
        "Clients that use {before} for {subject} will be refused; it is {after} now.",
        "{subject} comes as {after} instead of {before}.",
        fix="Offer both media types.",
    ),
    Kind(
        "media-type-schema-added",
        "Clients that send anything but what {subject} now describes will be refused.",
        "What is sent is described now: {subject}.",
    ),
    Kind(
        "media-type-schema-removed",
        "Clients may send anything for {subject}.",
        "{subject} is not described any more, so anything may come.",
    ),
    Kind(
        "encoding-changed",
        "The part {name} of {subject} is encoded differently.",
        why="The same value is spelled in another way in the body.",
    ),
    Kind(
        "response-status-added",
        "Clients may give {subject}.",
        "Clients may get {subject}, which they have not met.",
        why="Clients were not written for this status.",
        fix="Use a status that is already documented, or document `default` first.",
    ),
    Kind(
        "response-status-removed",
        "Clients that give {subject} will not be understood.",
        "{subject} is not sent any more.",
    ),
    Kind(
        "success-status-changed",
        "Clients that answer {before} will not be understood; {after} is expected now.",
        "Clients get {subject} now, where they got {before}.",
        why="Clients that look for the status they know do not find it.",
        fix="Go on sending the status that clients know.",
    ),
    Kind(
        "success-status-removed",
        "Clients that give {subject} will not be understood.",
        "{subject} is not sent any more, nor any other success.",
        why="Clients wait for a success that never comes.",
        fix="Keep a success status.",
    ),
    Kind(
        "response-body-added",
        "Clients may answer with a body: {subject}.",
        "{subject} comes with a body now.",
        marks=TOLERATED,
    ),
    Kind(
        "response-body-removed",
        "Clients that answer with a body will not be understood: {subject}.",
        "{subject} comes without a body now.",
        fix="Go on sending the body.",
    ),
)
