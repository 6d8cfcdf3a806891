"""The thin layer over flask-smorest: what a route says about itself, and what that does.

A route reads:

    @blp.route("/<name:org>")
    class Org(View):
        @blp.operation("getOrg", auth=Auth.OPTIONAL, etag=True)
        @blp.response(200, OrgSchema)
        def get(self, org: str) -> OrgView: ...

`operation` goes on top: it admits the caller, refuses unknown query parameters, and
keeps the answer to a POST that came with an Idempotency-Key.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import orjson
from flask import Response
from flask.views import MethodView
from flask_smorest import Blueprint as SmorestBlueprint
from flask_smorest.utils import resolve_schema_instance, unpack_tuple_response
from marshmallow import RAISE, Schema
from webargs.flaskparser import FlaskParser
from werkzeug.exceptions import BadRequest, UnsupportedMediaType

from decant import problems
from decant.contract.parsers import json
from decant.errors import Fault, Invalid
from decant.web import json_answer

from .auth import Auth
from .dumps import dumper
from .operations import MOST_FAULTS, Operation, with_doc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from flask import Request

F = TypeVar("F", bound="Callable[..., Any]")


class BrokenJSON(BadRequest):
    """The body is not JSON at all."""

    problem_code = problems.BROKEN_JSON


class View(MethodView):
    """The operations on one path; one object serves all requests."""

    init_every_request = False


class Parser(FlaskParser):
    """Reads bodies and query strings; what it does not know, it refuses."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - as webargs types it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        if not req.is_json:
            raise UnsupportedMediaType("send JSON, as Content-Type: application/json")
        body = req.get_data()
        try:
            value = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BrokenJSON(f"the body is not JSON: {error}") from error
        # RFC 8259 §4: of two members of one name, readers disagree about which one counts.
        repeated = json.repetition(body, value)
        if repeated is not None:
            raise BrokenJSON(f"in the body, {repeated}")
        return value

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Take each parameter once: proxies and hubs disagree about which of two counts."""
        repeated = [name for name, values in req.args.lists() if len(values) > 1]
        if repeated:
            faults = [Fault("query", f"/{_escape(name)}", "is given twice") for name in repeated]
            raise Invalid(f"/{repeated[0][:100]}: is given twice", faults[:MOST_FAULTS])
        return super().load_querystring(req, schema)

    def handle_error(self, error: Any, *_args: Any, **_kwargs: Any) -> Any:
        """Turn marshmallow's tree of messages into a flat list of faults."""
        faults = list(_faults(error.messages))[:MOST_FAULTS]
        first = faults[0]
        where = first.pointer or first.location
        raise Invalid(f"{where}: {first.message}", faults) from error


class Blueprint(SmorestBlueprint):
    """The operations on one noun; `description` says what the noun is."""

    ARGUMENTS_PARSER = Parser()

    def operation(
        self,
        operation_id: str,
        *,
        auth: Auth = Auth.REQUIRED,
        errors: Iterable[int] = (),
        etag: bool = False,
        secret: bool = False,
        remembers: bool = False,
        **doc: Any,
    ) -> Callable[[F], Any]:
        """Name an operation and say who may call it and what else it can answer.

        `etag` documents If-None-Match and 304 on a GET, and If-Match with 412 and 428 on
        any other method. A POST honours Idempotency-Key, unless its answer is `secret` and
        must be kept nowhere. `remembers` keeps the answer to a GET with an ETag in
        memory for the next moment (`recent`). `doc` is merged into the operation as it is.
        """

        return Operation(operation_id, auth, frozenset(errors), etag, secret, remembers, doc).of

    def response(self, status_code: int, schema: Any = None, **doc: Any) -> Callable[[F], Any]:
        """Answer with `status_code` what the view returns, dumped by `schema`."""
        document = super().response(status_code, schema, **doc)
        instance = resolve_schema_instance(schema)
        dump = dumper(instance) if isinstance(instance, Schema) else None

        def decorate(view: F) -> Any:
            @wraps(view)
            def run(*args: Any, **kwargs: Any) -> Any:
                result, status, headers = unpack_tuple_response(view(*args, **kwargs))
                if not isinstance(result, Response):
                    result = _render(result, dump, status_code)
                if status is not None:
                    result.status_code = status
                if headers:
                    result.headers.update(headers)
                return result

            return with_doc(run, getattr(document(view), "_apidoc", {}))

        return decorate


def _render(result: Any, dump: Callable[[Any], Any] | None, status: int) -> Response:
    if status == 204:
        return Response(status=204)
    return json_answer(result if dump is None else dump(result), status)


def _faults(messages: Any) -> Iterator[Fault]:
    for location, tree in messages.items():
        for pointer, message in _leaves(tree, ""):
            yield Fault(str(location), pointer, message)


def _leaves(tree: Any, pointer: str) -> Iterator[tuple[str, str]]:
    if isinstance(tree, dict):
        for key, below in tree.items():
            # `_schema` is marshmallow's word for the whole object.
            step = "" if key == "_schema" else f"/{_escape(str(key))}"
            yield from _leaves(below, pointer + step)
    else:
        for message in tree if isinstance(tree, list) else [tree]:
            yield pointer, str(message).rstrip(".")


def _escape(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")
