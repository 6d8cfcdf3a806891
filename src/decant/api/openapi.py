"""Decant's own contract: OpenAPI 3.1, written from the code and nothing else.

apispec says some things wrongly and smorest leaves some out; both are put right here
and nowhere else, and an operation that says too little about itself does not start.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any, Final

import orjson
from apispec import BasePlugin
from apispec.ext.marshmallow import MarshmallowPlugin
from apispec.ext.marshmallow.common import resolve_schema_instance
from apispec.ext.marshmallow.openapi import OpenAPIConverter
from flask_smorest import Api as SmorestApi
from marshmallow import fields, validate

from decant import problems

from . import components
from .fields import Named, Text, Time, Whole

if TYPE_CHECKING:
    from flask import Flask

API_VERSION: Final = "1.0.0"
API: Final = "/api/"
TOP_LEVEL: Final = ("openapi", "info", "servers", "security", "tags", "paths", "components")
INFO: Final = ("title", "summary", "description", "version", "contact", "license")


class Converter(OpenAPIConverter):
    """marshmallow to JSON Schema 2020-12, without apispec's omissions."""

    def init_attribute_functions(self) -> None:
        """Put named types before nullability, which wraps references."""
        super().init_attribute_functions()  # type: ignore[no-untyped-call]  # apispec's
        self.attribute_functions.append(self.field2size)
        self.attribute_functions.insert(
            self.attribute_functions.index(self.field2nullable), self.named2reference
        )

    def named2reference(self, field: Any, ret: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        """Write each enum and the like once, under its name, so that SDKs get one type for it."""
        if not isinstance(field, Named):
            return {}
        if field.type_name not in self.spec.components.schemas:
            self.spec.components.schema(field.type_name, field.described())
        ret.pop("type", None)
        ret.pop("format", None)
        return {"$ref": f"#/components/schemas/{field.type_name}"}

    def field2size(self, field: Any, **_kwargs: Any) -> dict[str, Any]:
        """Say how large it gets where the type of the field says it."""
        if isinstance(field, Whole):
            return {"format": field.size}
        if isinstance(field, fields.UUID):
            return {"maxLength": components.UUID_LENGTH}
        if isinstance(field, Time) and not field.load_only:
            return {"maxLength": field.LENGTH}
        if isinstance(field, Text) and field.most is not None:
            return {"maxLength": field.most}
        return {}

    def field2choices(self, field: Any, **kwargs: Any) -> dict[str, Any]:
        """Write one allowed value as `const`."""
        only = [check.comparable for check in field.validators if isinstance(check, validate.Equal)]
        if only:
            return {"const": only[0]}
        found: dict[str, Any] = super().field2choices(field, **kwargs)
        return found

    def schema2jsonschema(self, schema: Any) -> dict[str, Any]:
        """Describe by docstring, keep `additionalProperties`, merge `Meta.openapi` last."""
        written: dict[str, Any] = super().schema2jsonschema(schema)  # type: ignore[no-untyped-call]  # apispec's
        instance = resolve_schema_instance(schema)
        if instance.__doc__:
            written["description"] = " ".join(instance.__doc__.split())
        written.update(getattr(instance.Meta, "openapi", {}))
        return written


class Plugin(MarshmallowPlugin):
    """The marshmallow plugin with our converter and names."""

    Converter = Converter

    def __init__(self) -> None:
        super().__init__(schema_name_resolver=_name_of)


def _name_of(schema: Any) -> str:
    cls = schema if isinstance(schema, type) else type(resolve_schema_instance(schema))
    return cls.__name__.removesuffix("Schema")


class Policy(BasePlugin):
    """What every operation must say, completed where it follows from the rest."""

    def init_spec(self, spec: Any) -> None:
        """Start counting operationIds."""
        super().init_spec(spec)
        self.spec = spec
        self.seen: dict[str, str] = {}

    def path_helper(
        self,
        path: str | None = None,  # noqa: ARG002 - apispec's signature
        operations: Any = None,  # noqa: ARG002 - the same
        parameters: Any = None,
        **_kwargs: Any,
    ) -> None:
        """Describe path parameters, each always with the same words."""
        for parameter in parameters or ():
            if isinstance(parameter, dict) and parameter["in"] == "path":
                description, example = components.PATH_PARAMETERS[parameter["name"]]
                parameter["description"] = description
                if example is not None:
                    parameter["example"] = example
                if parameter["schema"].get("format") == "uuid":
                    parameter["schema"]["maxLength"] = components.UUID_LENGTH

    def operation_helper(
        self, path: str | None = None, operations: Any = None, **_kwargs: Any
    ) -> None:
        """Refuse an operation without a name or words; add the answers it can always give."""
        for method, operation in (operations or {}).items():
            self._insist(f"{method.upper()} {path}", operation)
            # Lines were broken for the width of the source, not for readers.
            operation["description"] = re.sub(r"(?<!\n)\n(?!\n)", " ", operation["description"])
            self._complete(path or "", operation)

    def _insist(self, where: str, operation: dict[str, Any]) -> None:
        operation_id = operation.get("operationId")
        if not operation_id or self.seen.setdefault(operation_id, where) != where:
            raise ValueError(f"{where}: operationId missing or used twice: {operation_id}")
        for word in ("summary", "description"):
            if not operation.get(word):
                raise ValueError(f"{where}: no {word}")

    def _complete(self, path: str, operation: dict[str, Any]) -> None:
        responses = operation["responses"]
        for status in _always(path, operation) - {int(code) for code in responses}:
            responses[status] = components.RESPONSES[status].name
        for status, response in list(responses.items()):
            if isinstance(response, str) and int(status) in components.RESPONSES:
                if response == HTTPStatus(int(status)).name:
                    responses[status] = components.RESPONSES[int(status)].name
            elif isinstance(response, dict):
                headers = response.setdefault("headers", {})
                always = components.ALWAYS if path.startswith(API) else components.ANYWHERE
                for name in always:
                    headers.setdefault(name, name)
        operation["responses"] = {str(code): responses[code] for code in sorted(responses, key=int)}


def _always(path: str, operation: dict[str, Any]) -> set[int]:
    # 422 everywhere: a query parameter that nobody knows is refused.
    statuses = {400, 422, 429, 500, 503}
    if "requestBody" in operation:
        statuses |= {413, 415}
    if "{" in path:
        statuses.add(404)
    security = operation.get("security", [{"bearer": []}])
    if security:
        statuses.add(401)
    if security and {} not in security:
        statuses.add(403)
    return statuses


class Api(SmorestApi):
    """flask-smorest's Api, with problems for errors and named components."""

    DEFAULT_ERROR_RESPONSE_NAME = None
    spec: Any

    def __init__(self, app: Flask) -> None:
        super().__init__(
            app, spec_kwargs={"marshmallow_plugin": Plugin(), "extra_plugins": [Policy()]}
        )

    def _register_error_handlers(self) -> None:
        """Leave errors to `decant.app`, which answers problems everywhere."""

    def _register_pagination_header(self) -> None:
        """Leave out smorest's paging: ours is in the body and in `Link`."""

    def _register_etag_headers(self) -> None:
        components.register(self.spec)

    def _register_responses(self) -> None:
        for status, response in components.RESPONSES.items():
            described = components.described(status, response, problems.MEDIA_TYPE)
            self.spec.components.response(response.name, described, lazy=True)


def document(app: Flask) -> bytes:
    """Write the contract, always in the same order: readable, and diffed without noise."""
    spec = app.extensions["flask-smorest"]["apis"][""]["ext_obj"].spec.to_dict()
    for kind, named in spec["components"].items():
        spec["components"][kind] = dict(sorted(named.items()))
    spec["paths"] = dict(sorted(spec["paths"].items(), key=lambda item: item[0].split("/")))
    spec["info"] = _ordered(spec["info"], INFO)
    return orjson.dumps(_ordered(spec, TOP_LEVEL), option=orjson.OPT_INDENT_2) + b"\n"


def _ordered(members: dict[str, Any], first: tuple[str, ...]) -> dict[str, Any]:
    return {key: members[key] for key in first if key in members} | members
