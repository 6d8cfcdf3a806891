"""Fields that mean in code exactly what the contract says of them.

marshmallow forgives: it takes "3" for a number and "yes" for a boolean. JSON bodies are
read strictly here; query strings, which only have text, have fields of their own.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, Final, Generic, Protocol, TypeVar, runtime_checkable

from marshmallow import EXCLUDE, RAISE, Schema, fields, validate
from marshmallow.exceptions import ValidationError

E = TypeVar("E", bound=StrEnum)

ONE_LINE: Final = r"^[^\u0000-\u001f\u007f]*$"
ANY_TEXT: Final = r"^[^\u0000]*$"  # PostgreSQL cannot store NUL
WHOLE: Final = re.compile(r"-?[0-9]{1,18}")
BIGGEST: Final = 2**53 - 1  # what every JSON reader keeps exact (RFC 8259 §6)
LARGEST: Final = 2**31 - 1  # what PostgreSQL's integer holds, and so every number and count of ours


class Body(Schema):
    """What comes in: unknown members are refused, typing errors must not pass silently."""

    class Meta:
        """Read by marshmallow."""

        unknown = RAISE


class Answer(Schema):
    """What goes out: every member is always there; within v1 there may be more of them."""

    class Meta:
        """Read by marshmallow."""

        unknown = EXCLUDE


class Pattern(validate.Validator):
    """A whole string must match, as ECMA-262 and so the contract read the pattern."""

    def __init__(self, pattern: str, message: str) -> None:
        self.regex = re.compile(pattern)
        self.message = message

    def __call__(self, value: str) -> str:
        """Return the value, or say what is wrong with it."""
        # Python's $ also matches before a last line feed; ECMA's does not.
        if self.regex.fullmatch(value) is None:
            raise ValidationError(self.message)
        return value


class Text(fields.String):
    """A string of `least` to `most` characters; on one line unless `lines`.

    A `pattern` is checked instead of the length: it lets nothing through that is longer
    than `most`, which then is for the contract only.
    """

    def __init__(
        self,
        *,
        least: int = 0,
        most: int | None = None,
        lines: bool = False,
        pattern: str | None = None,
        says: str = "",
        **kwargs: Any,
    ) -> None:
        checks: list[validate.Validator] = [
            Pattern(pattern or (ANY_TEXT if lines else ONE_LINE), says or _complaint(lines=lines))
        ]
        self.most = most
        if pattern is None and (least or most is not None):
            checks.append(validate.Length(min=least or None, max=most))
        super().__init__(validate=checks, **kwargs)

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> str:
        if not isinstance(value, str):
            raise ValidationError("must be a string")
        return value


class Whole(fields.Integer):
    """A JSON integer; 1.0 is one, as JSON Schema has it, "1" and true are not."""

    def __init__(self, *, least: int = 0, most: int = LARGEST, **kwargs: Any) -> None:
        self.size = "int32" if least >= -LARGEST and most <= LARGEST else "int64"
        super().__init__(validate=validate.Range(min=least, max=most), **kwargs)

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> int:
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise ValidationError("must be an integer")
        return value


class Flag(fields.Boolean):
    """A JSON boolean, true or false."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise ValidationError("must be true or false")
        return value


class QueryWhole(Whole):
    """An integer in a query string, in plain digits."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> int:
        if not isinstance(value, str) or WHOLE.fullmatch(value) is None:
            raise ValidationError("must be an integer")
        return int(value)


class QueryFlag(fields.Boolean):
    """A boolean in a query string, `true` or `false`."""

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> bool:
        if value not in {"true", "false"}:
            raise ValidationError("must be true or false")
        return bool(value == "true")


@runtime_checkable
class Named(Protocol):
    """A field whose type is a component of its own in the contract."""

    type_name: str

    def described(self) -> dict[str, Any]:
        """Write the component."""


class Choice(fields.String, Generic[E]):
    """One of an enum's values; `called` names it where the enum's own name is taken."""

    def __init__(self, enum: type[E], *, called: str = "", **kwargs: Any) -> None:
        self.enum = enum
        self.type_name = called or enum.__name__
        super().__init__(**kwargs)

    def described(self) -> dict[str, Any]:
        """Write the enum."""
        written: dict[str, Any] = {"type": "string", "enum": [each.value for each in self.enum]}
        if self.enum.__doc__:
            written["description"] = " ".join(self.enum.__doc__.split())
        return written

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> Any:
        if not isinstance(value, str) or value not in {member.value for member in self.enum}:
            choices = ", ".join(member.value for member in self.enum)
            raise ValidationError(f"must be one of {choices}")
        return self.enum(value)


class FreeText(fields.String):
    """Text of a document or a request, or words that quote it: only answers hold it."""

    type_name = "FreeText"

    def described(self) -> dict[str, Any]:
        """Write the component."""
        return {
            "type": "string",
            "description": "Text of a document, or words that quote one or a request: any "
            "characters, and as many as were sent.",
        }


class Pointer(fields.String):
    """A place in a document: only answers hold it."""

    type_name = "Pointer"

    def described(self) -> dict[str, Any]:
        """Write the component."""
        return {
            "type": "string",
            "format": "json-pointer",
            "description": "A JSON pointer (RFC 6901), as long as the keys that lead there.",
        }


class Time(fields.DateTime):
    """A moment, RFC 3339 in UTC with milliseconds; in an answer always 24 characters."""

    LENGTH: Final = 24

    def _serialize(self, value: datetime | None, *_args: Any, **_kwargs: Any) -> str | None:
        if value is None:
            return None
        return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _complaint(*, lines: bool) -> str:
    return "must not contain NUL" if lines else "must be one line without control characters"
