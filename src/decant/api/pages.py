"""Lists in pages: `limit` and an opaque `cursor` in, items and the next cursor out.

A cursor is the key of the last item seen, so pages stay right while items are added.
Lists are ordered by a number (`ByNumber`) or by a name (`ByName`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Final
from urllib.parse import urlencode

from flask import request
from marshmallow import fields, post_load, validate

from decant.services.pages import Page, Window

from .fields import LARGEST, Answer, Body, QueryWhole, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 100
USUAL: Final = 30
# Every string that fits is a cursor, so what the contract allows, the code does not refuse.
NUMBER: Final = "^[0-9a-z]{1,12}$"  # in base 36
NAME: Final = "^(?:[2-7][0-9a-f]){1,201}$"  # ASCII, in hexadecimal
EITHER: Final = "^[0-9a-z]{1,402}$"
LONGEST: Final = {NUMBER: 12, NAME: 402, EITHER: 402}
CURSOR: Final = {"description": "`next_cursor` of the page before."}
NO_CURSOR: Final = "is not a cursor of this list"
DIGITS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"


class ByNumber(Body):
    """The query of a list ordered by a number; loads a `Window`."""

    limit = QueryWhole(
        least=1, most=MOST, load_default=USUAL, metadata={"description": "Most items in a page."}
    )
    cursor = Text(pattern=NUMBER, most=LONGEST[NUMBER], says=NO_CURSOR, metadata=CURSOR)

    @post_load
    def window(self, data: dict[str, Any], **_kwargs: Any) -> Window | dict[str, Any]:
        """Make the window; filters of a subclass stay beside it, under `window`."""
        cursor = data.pop("cursor", None)
        window = Window(data.pop("limit"), None if cursor is None else self.opened(cursor))
        return {**data, "window": window} if self._filters() else window

    @staticmethod
    def opened(cursor: str) -> int | str:
        """Read the key out of a cursor; no list goes beyond the largest."""
        return min(int(cursor, 36), LARGEST)

    def _filters(self) -> set[str]:
        return set(self.fields) - {"limit", "cursor"}


class ByName(ByNumber):
    """The query of a list ordered by a name; loads a `Window`."""

    cursor = Text(pattern=NAME, most=LONGEST[NAME], says=NO_CURSOR, metadata=CURSOR)

    @staticmethod
    def opened(cursor: str) -> int | str:
        """Read the key out of a cursor."""
        return bytes.fromhex(cursor).decode("ascii")


class PageAnswer(Answer):
    """A page of a list; subclasses add `items`, of which there are no more than `most`."""

    most: ClassVar[int] = MOST

    next_cursor = Text(
        pattern=EITHER,
        most=LONGEST[EITHER],
        required=True,
        allow_none=True,
        metadata={"description": "Send it as `cursor` to go on; null at the end."},
    )

    def on_bind_field(self, field_name: str, field_obj: fields.Field[Any]) -> None:
        """Bound the items, for the contract."""
        if field_name == "items":
            field_obj.validators = [*field_obj.validators, validate.Length(max=self.most)]


def answer(page: Page[Any]) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return a page's body, and its `Link` header where there is more."""
    if page.next is None:
        return {"items": page.items, "next_cursor": None}, {}
    cursor = _sealed(page.next)
    query = urlencode({**request.args.to_dict(), "cursor": cursor})
    link = {"Link": f'<{request.path}?{query}>; rel="next"'}
    return {"items": page.items, "next_cursor": cursor}, link


def _sealed(key: int | str) -> str:
    if isinstance(key, str):
        return key.encode("ascii").hex()
    written = ""
    while key:
        key, digit = divmod(key, 36)
        written = DIGITS[digit] + written
    return written or "0"
