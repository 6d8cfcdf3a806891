"""Names in URLs: what cannot be a name is no route, so it answers 404 without a query."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from werkzeug.routing import BaseConverter

from decant.services import names

if TYPE_CHECKING:
    from flask import Flask


class NameConverter(BaseConverter):
    """`<name:org>`, `<name:user>`: a person's or an org's name."""

    regex = names.PERSON_OR_ORG.strip("^$")


class ApiNameConverter(BaseConverter):
    """`<api_name:api>`."""

    regex = names.API.strip("^$")


class RulesetConverter(BaseConverter):
    """`<ruleset:ruleset>`."""

    regex = names.RULESET.strip("^$")


class LabelConverter(BaseConverter):
    """`<label:label>`."""

    regex = names.LABEL.strip("^").removesuffix("$").replace("+$)", "+(?:/|$))")


class RefConverter(BaseConverter):
    """`<ref:ref>`: a number, a label or a digest."""

    regex = r"(?:sha256:[0-9a-f]{12,64}|[a-z0-9][a-z0-9._-]{0,99})"


class NumberConverter(BaseConverter):
    """`<number:number>`: the number of a revision, where nothing else names one."""

    regex = "[1-9][0-9]{0,8}"

    def to_python(self, value: str) -> int:
        """Read it."""
        return int(value)


LONGEST_REF = 100
PATTERNS = {
    "name": (NameConverter, names.PERSON_OR_ORG, names.LONGEST),
    "api_name": (ApiNameConverter, names.API, names.LONGEST),
    "ruleset": (RulesetConverter, names.RULESET, names.LONGEST),
    "label": (LabelConverter, names.LABEL, names.LONGEST_LABEL),
    "ref": (RefConverter, f"^{RefConverter.regex}$", LONGEST_REF),
}

NUMBER = {"type": "integer", "format": "int32", "minimum": 1, "maximum": 999_999_999}


def teach(app: Flask, api: Any) -> None:
    """Let routes use these converters, and the contract say what they match."""
    for name, (converter, pattern, most) in PATTERNS.items():
        app.url_map.converters[name] = converter
        api.register_converter(converter, _describe(pattern, most))
    app.url_map.converters["number"] = NumberConverter
    api.register_converter(NumberConverter, lambda _converter: dict(NUMBER))


def _describe(pattern: str, most: int) -> Any:
    return lambda _converter: {"type": "string", "pattern": pattern, "maxLength": most}
