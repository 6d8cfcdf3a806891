"""Addresses in answers, made of what the answer is about."""

from __future__ import annotations

from typing import Any, Final

from marshmallow import fields, validate

LONGEST: Final = 400


class Address(fields.String):
    """A relative address; `pattern` may name members of the value that is dumped, as `it`."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        super().__init__(
            required=True,
            validate=validate.Length(max=LONGEST),
            metadata={"format": "uri-reference"},
        )

    def get_value(self, obj: Any, *_args: Any, **_kwargs: Any) -> str:
        """Write the address of a value, or of the one whose facts it holds."""
        return self.pattern.format(it=getattr(obj, "facts", obj))
