"""Which part of a list the address of a page asks for; what cannot be is the first part."""

from __future__ import annotations

import re
from typing import Final

from flask import request

from decant.services.pages import Window

# An org, an API, or both; nothing else reaches the database.
NAME: Final = re.compile(r"[a-z0-9][a-z0-9._/-]{0,128}")


def by_name() -> Window:
    """The window of a list ordered by name."""
    raw = request.args.get("after", "")
    return Window(after=raw if NAME.fullmatch(raw) else None)


def by_number() -> Window:
    """The window of a list ordered by number."""
    raw = request.args.get("after", "")
    return Window(after=int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 10 else None)
