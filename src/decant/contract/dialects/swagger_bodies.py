"""Request bodies of OpenAPI 3, made of the body and form parameters of Swagger 2.0."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeAlias

if TYPE_CHECKING:
    from .swagger_parts import Place, Respelled

Json: TypeAlias = Any
_MULTIPART: Final = "multipart/form-data"
_URLENCODED: Final = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class FormField:
    """A parameter that is sent in the body: as written, behind its `$ref`, and where."""

    written: Json
    behind: dict[str, Json]
    place: Place

    @property
    def key(self) -> tuple[str, Json]:
        """What it must differ in from others: one body, and one field of each name."""
        where = str(self.behind["in"])
        return where, None if where == "body" else str(self.behind.get("name"))


def as_bodies(
    words: Respelled, parameter: dict[str, Json], place: Place, consumes: list[str]
) -> dict[str, Json]:
    """The request body that a body parameter describes, the same for each media type."""
    body = {
        key: value
        for key, value in parameter.items()
        if key in ("description", "required") or key.startswith("x-")
    }
    media: dict[str, Json] = {}
    for name in consumes:
        words.move(place.to("content", name), place.of)
        has_schema = "schema" in parameter
        media[name] = {"schema": words.schema(parameter["schema"])} if has_schema else {}
    body["content"] = media
    return body


def form_body(
    words: Respelled, fields: list[FormField], place: Place, consumes: list[str]
) -> dict[str, Json]:
    """The request body whose schema has the fields of a form as its properties."""
    has_file = any(field.behind.get("type") == "file" for field in fields)
    media = [name for name in consumes if name in (_MULTIPART, _URLENCODED)]
    required = [
        field.behind["name"]
        for field in fields
        if field.behind.get("required") is True and isinstance(field.behind.get("name"), str)
    ]
    content: dict[str, Json] = {}
    for name in media or [_MULTIPART if has_file else _URLENCODED]:
        there = place.to("content", name)
        words.move(there, fields[0].place.of.rpartition("/")[0])
        content[name] = _form(words, fields, there)
        if required:
            content[name]["schema"]["required"] = list(dict.fromkeys(required))
    return {"content": content, **({"required": True} if required else {})}


def _form(words: Respelled, fields: list[FormField], place: Place) -> dict[str, Json]:
    properties: dict[str, Json] = {}
    encoding: dict[str, Json] = {}
    for field in fields:
        name = field.behind.get("name")
        if not isinstance(name, str):
            continue
        words.move(place.to("schema", "properties", name), field.place.of)
        properties[name] = words.value_schema(field.behind, is_property=True)
        if field.behind.get("type") == "array":
            encoding[name] = words.style(field.behind)
    media: dict[str, Json] = {"schema": {"type": "object", "properties": properties}}
    if encoding:
        media["encoding"] = encoding
    return media
