"""Whether two JSON values are one and the same: 1 is 1.0, but it is not true."""

from __future__ import annotations

from typing import Any, TypeAlias

import orjson

Json: TypeAlias = Any


def are_equal(one: Json, two: Json) -> bool:
    """Whether two values are equal as JSON; Python alone takes true for 1."""
    if one is two:
        return True
    if one != two:
        return False
    if not isinstance(one, (dict, list)):
        return isinstance(one, bool) is isinstance(two, bool)
    # The same text is the quick answer; another one may only put members in another order.
    return _spelled(one) == _spelled(two) or _are_alike(one, two)


def _spelled(value: Json) -> bytes:
    # Schemas that an `allOf` puts together are tuples of their own kind, which orjson refuses.
    return orjson.dumps(value, default=list)


def _are_alike(one: Json, two: Json) -> bool:
    """Whether two values that Python takes for equal have true and false in the same places."""
    stack = [(one, two)]
    while stack:
        mine, theirs = stack.pop()
        if isinstance(mine, bool) is not isinstance(theirs, bool):
            return False
        if isinstance(mine, dict):
            stack += [(value, theirs[key]) for key, value in mine.items()]
        elif isinstance(mine, (list, tuple)):
            stack += zip(mine, theirs, strict=True)
    return True
