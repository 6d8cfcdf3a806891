"""What answers are made of: names, digests and the like, none longer than the hub lets it get.

What quotes a document or a request has no such end; it is `FreeText` or a `Pointer`.
"""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

from decant.api.fields import Choice, Text, Whole
from decant.contract import DEFAULT_LIMITS
from decant.services import names
from decant.services.access import Scope

SHA256: Final = "^sha256:[0-9a-f]{64}$"
FINGERPRINT: Final = "^[0-9a-f]{16}$"
CODE: Final = "^[a-z0-9_.:-]{1,64}$"  # of a kind of event or change
VERSION: Final = "^[0-9A-Za-z.+-]{1,32}$"
LONGEST_REASON: Final = 2000
LONGEST_RULE: Final = 200  # its id, in a waiver
LONGEST_PLACE: Final = 1000  # a pattern of places


def person(**kwargs: Any) -> Text:
    """The name of a user."""
    return _matching(names.PERSON_OR_ORG, names.LONGEST, **kwargs)


def org(**kwargs: Any) -> Text:
    """The name of an org."""
    return _matching(names.PERSON_OR_ORG, names.LONGEST, **kwargs)


def api(**kwargs: Any) -> Text:
    """The name of an API in its org."""
    return _matching(names.API, names.LONGEST, **kwargs)


def api_of_org(**kwargs: Any) -> Text:
    """The name of an API with that of its org, as `org/api`."""
    return _matching(names.FULL_API, names.LONGEST_FULL_API, **kwargs)


def ruleset(**kwargs: Any) -> Text:
    """The name of a ruleset in its org."""
    return _matching(names.RULESET, names.LONGEST, **kwargs)


def label(**kwargs: Any) -> Text:
    """The name of a label."""
    return _matching(names.LABEL, names.LONGEST_LABEL, **kwargs)


def digest(**kwargs: Any) -> Text:
    """A SHA-256."""
    return _matching(SHA256, 71, **kwargs)


def fingerprint(**kwargs: Any) -> Text:
    """What a finding or a change is known by."""
    return _matching(FINGERPRINT, 16, **kwargs)


def code(**kwargs: Any) -> Text:
    """A word of the hub that programs decide by; new ones may come."""
    return _matching(CODE, 64, **kwargs)


def engine(**kwargs: Any) -> Text:
    """The version of the engine."""
    return _matching(VERSION, 32, **kwargs)


def file(**kwargs: Any) -> Text:
    """The path of a file that was pushed."""
    return Text(required=True, most=DEFAULT_LIMITS.path_characters, **kwargs)


def reason(**kwargs: Any) -> Text:
    """Why somebody did something, in their words."""
    return Text(required=True, most=LONGEST_REASON, lines=True, **kwargs)


def scopes(**kwargs: Any) -> fields.List[Any]:
    """How far somebody reaches."""
    return fields.List(
        Choice(Scope), required=True, validate=validate.Length(max=len(Scope)), **kwargs
    )


def uuid(**kwargs: Any) -> fields.UUID:
    """What something without a name is known by."""
    return fields.UUID(required=True, **kwargs)


def number(**kwargs: Any) -> Whole:
    """The number of a revision."""
    return Whole(required=True, least=1, **kwargs)


def count(**kwargs: Any) -> Whole:
    """How many there are."""
    return Whole(required=True, **kwargs)


def position(**kwargs: Any) -> Whole:
    """A line or a column, from 1; null where the file is not known."""
    return Whole(required=True, least=1, allow_none=True, **kwargs)


def _matching(pattern: str, most: int, **kwargs: Any) -> Text:
    return Text(required=True, pattern=pattern, most=most, **kwargs)
