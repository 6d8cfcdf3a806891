"""One text spelled in the other format, members in the order they were written."""

from __future__ import annotations

from typing import Final

import orjson
import yaml

from decant.contract.parsers import parse

JSON: Final = "json"
YAML: Final = "yaml"


def converted(text: bytes, form: str) -> bytes:
    """Spell a JSON or YAML text as `form`; raises UnreadableDocument if it is neither."""
    value = parse(text, "")
    if form == JSON:
        return orjson.dumps(value, option=orjson.OPT_INDENT_2)
    # PyYAML quotes what YAML 1.1 would misread (`no`, dates), which yaml-rs leaves bare.
    written: bytes = yaml.dump(
        value, Dumper=_Plain, sort_keys=False, allow_unicode=True, encoding="utf-8", width=100
    )
    return written


class _Plain(yaml.CSafeDumper):
    """Writes every value out: an anchor would only puzzle readers of a document."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002 - PyYAML's signature
        return True
