"""Lists in pages: `limit` and an opaque `cursor` in, items and the next cursor out.

A cursor is the key of the last item seen, so pages stay right while items are added.
Lists are ordered by a number (`ByNumber`) or by a name (`ByName`).
"""

from __future__ import annotations

import base64
import binascii
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

from flask import request
from marshmallow import fields, post_load
from marshmallow.exceptions import ValidationError

from decant.services.pages import Page, Window

from .fields import Answer, Body, QueryWhole, Text

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST: Final = 100
USUAL: Final = 30
NUMBER: Final = re.compile(r"[0-9]{1,18}")
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._/-]{0,200}")


class _Cursor(fields.Field[int | str]):
    """The key of the last item seen, unreadable on purpose."""

    def __init__(self, keys: re.Pattern[str], **kwargs: Any) -> None:
        self.keys = keys
        super().__init__(**kwargs)

    def _deserialize(self, value: Any, *_args: Any, **_kwargs: Any) -> int | str:
        key = _opened(value) if isinstance(value, str) else ""
        if self.keys.fullmatch(key) is None:
            raise ValidationError("is not a cursor of this list")
        return int(key) if self.keys is NUMBER else key


class ByNumber(Body):
    """The query of a list ordered by a number; loads a `Window`."""

    limit = QueryWhole(
        least=1, most=MOST, load_default=USUAL, metadata={"description": "Most items in a page."}
    )
    cursor = _Cursor(NUMBER, metadata={"description": "`next_cursor` of the page before."})

    @post_load
    def window(self, data: dict[str, Any], **_kwargs: Any) -> Window | dict[str, Any]:
        """Make the window; filters of a subclass stay beside it, under `window`."""
        window = Window(data.pop("limit"), data.pop("cursor", None))
        return {**data, "window": window} if self._filters() else window

    def _filters(self) -> set[str]:
        return set(self.fields) - {"limit", "cursor"}


class ByName(ByNumber):
    """The query of a list ordered by a name; loads a `Window`."""

    cursor = _Cursor(NAME, metadata={"description": "`next_cursor` of the page before."})


class PageAnswer(Answer):
    """A page of a list; subclasses add `items`."""

    next_cursor = Text(
        required=True,
        allow_none=True,
        metadata={"description": "Send it as `cursor` to go on; null at the end."},
    )


def answer(page: Page[Any]) -> tuple[Mapping[str, Any], dict[str, str]]:
    """Return a page's body, and its `Link` header where there is more."""
    if page.next is None:
        return {"items": page.items, "next_cursor": None}, {}
    cursor = _sealed(str(page.next))
    query = urlencode({**request.args.to_dict(), "cursor": cursor})
    link = {"Link": f'<{request.path}?{query}>; rel="next"'}
    return {"items": page.items, "next_cursor": cursor}, link


def _sealed(key: str) -> str:
    return base64.urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _opened(cursor: str) -> str:
    try:
        padded = cursor + "=" * (-len(cursor) % 4)
        return base64.b64decode(padded, altchars=b"-_", validate=True).decode("ascii")
    except (binascii.Error, ValueError):
        return ""
