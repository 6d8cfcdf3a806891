"""Text becomes one tree of JSON values, or a refusal that says what is wrong and where.

Whoever pushed the text may be hostile: nothing here recurses over it, no limit is passed before
it is checked, and a repeated key is a refusal, because two readers would see two contracts. The
text itself tells JSON from YAML; the file's name only settles the odd case.
"""

from __future__ import annotations

import re
from typing import Any, Final, TypeAlias

from decant.contract import garbage

from . import json
from .faults import Fault, Place
from .limits import DEFAULT_LIMITS, Limits
from .texts import refuse_control, refuse_undecodable, without_mark

__all__ = ["DEFAULT_LIMITS", "Json", "Limits", "parse"]

# What orjson returns: dict, list, str, int, float, bool or None. No checker knows its shape.
Json: TypeAlias = Any

_LOOKS_LIKE_JSON: Final = re.compile(rb'[ \t\r\n]*(?:\{[ \t\r\n]*["}]|\[)')
_BRACKET: Final = re.compile(rb"[ \t\r\n]*[{\[]")
_YAML_NAMES: Final = (".yaml", ".yml")


def parse(text: bytes, file: str, limits: Limits = DEFAULT_LIMITS) -> Json:
    """The value of `text`, JSON or YAML 1.2 (core schema, keys always strings).

    Raises UnreadableDocument with one finding that names `file`, line and column.
    """
    try:
        _refuse_large(text, limits)
        return _load(without_mark(text), file, limits)
    except Fault as fault:
        raise fault.in_file(file) from None


def _refuse_large(text: bytes, limits: Limits) -> None:
    if len(text) > limits.file_bytes:
        raise Fault(
            "document-too-large",
            f"the file has {len(text):,} bytes; {limits.file_bytes:,} are allowed",
            "Split it into several APIs, or leave generated data out of it.",
            Place(1, 1),
        )


def _load(text: bytes, file: str, limits: Limits) -> Json:
    with garbage.left_alone():
        if not _BRACKET.match(text):
            return _load_yaml(text, limits)
        return _load_bracketed(text, file, limits)


def _load_bracketed(text: bytes, file: str, limits: Limits) -> Json:
    """JSON, or YAML in flow style, which begins alike."""
    try:
        return json.load(text, limits)
    except Fault as fault:
        is_yaml = file.endswith(_YAML_NAMES) or not _LOOKS_LIKE_JSON.match(text)
        if fault.rule != "json-syntax" or not is_yaml or file.endswith(".json"):
            raise
    return _load_yaml(text, limits)


def _load_yaml(text: bytes, limits: Limits) -> Json:
    from . import plain_yaml

    # With a last line end, no reader can differ on what a block scalar before it ends with.
    text = text if text.endswith(b"\n") else text + b"\n"
    characters = refuse_undecodable(text)
    refuse_control(text)
    value = plain_yaml.load(text, characters, limits)
    if value is not plain_yaml.DOUBTFUL:
        return value
    from . import exact_yaml

    return exact_yaml.load(characters, limits)
