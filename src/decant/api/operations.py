"""What an operation says about itself in the contract, and does around its view."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from functools import wraps
from typing import TYPE_CHECKING, Any, Final, TypeVar

from flask import request
from flask_smorest.utils import deepupdate

from decant.errors import Fault, Invalid
from decant.web import READING_METHODS, hub

from . import components, etags, idempotency, recent
from .auth import Auth, admit

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")

MOST_FAULTS: Final = 50
MOST_BYTES: Final = 256 * 1024  # of a body that is not an upload


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation, as `Blueprint.operation` was told; `of` makes a view into it."""

    id: str
    auth: Auth
    errors: frozenset[int]
    etag: bool
    secret: bool
    remembers: bool
    doc: dict[str, Any]

    def of(self, view: Callable[..., Any]) -> Any:
        """Wrap the view, and document it."""
        method = view.__name__.upper()
        documented = deepcopy(getattr(view, "_apidoc", {}))
        run = self._around(view, keeps=self._keeps(method), asks=_takes_query(documented))
        if method not in READING_METHODS and not getattr(view, "takes_documents", False):
            run = _with_a_small_body(run)
        self._document(documented, method)
        return with_doc(run, documented)

    def _around(self, view: Callable[..., Any], *, keeps: bool, asks: bool) -> Callable[..., Any]:
        @wraps(view)
        def run(*args: Any, **kwargs: Any) -> Any:
            known, environ = hub(), request.environ
            asker = admit(self.auth, known, environ)
            etags.refuse_long(environ)
            if not asks and environ.get("QUERY_STRING"):
                raise _unknown_query()
            if keeps and "HTTP_IDEMPOTENCY_KEY" in environ:
                return idempotency.once(lambda: view(*args, **kwargs))
            if self.remembers:
                recall = recent.Recall(known, asker, environ)
                return recall.now() or recall.keep(view(*args, **kwargs))
            answer = view(*args, **kwargs)
            if self.secret:
                answer.headers["Cache-Control"] = "no-store"
            return answer

        return run

    def _keeps(self, method: str) -> bool:
        return method == "POST" and not self.secret

    def _document(self, documented: dict[str, Any], method: str) -> None:
        manual = {"operationId": self.id, "security": self.auth.security, **self.doc}
        if self.auth is not Auth.REQUIRED:
            manual["x-public"] = True  # meant so, for readers of the contract and linters
        # Beside the query's own parameters: smorest would let one list replace the other.
        parameters = documented.setdefault("arguments", {}).setdefault("parameters", [])
        parameters += self._conditions(method)
        parameters += manual.pop("parameters", [])
        documented["manual_doc"] = deepupdate(documented.get("manual_doc", {}), manual)
        responses = documented.setdefault("response", {}).setdefault("responses", {})
        for status in sorted(self._statuses(method)):
            responses.setdefault(status, []).append(components.RESPONSES[status].name)
        if self.etag and method == "GET":
            responses.setdefault(304, []).append({**UNCHANGED, "content_type": None})

    def _conditions(self, method: str) -> list[str]:
        names = ["Idempotency-Key"] if self._keeps(method) else []
        if self.etag:
            names.append("If-None-Match" if method == "GET" else "If-Match")
        return names

    def _statuses(self, method: str) -> set[int]:
        statuses = set(self.errors)
        if self._keeps(method):
            statuses |= {409, 422}
        if self.etag and method != "GET":
            statuses |= {412, 428}
        return statuses


UNCHANGED: Final[dict[str, Any]] = {
    "description": "Nothing has changed since that ETag.",
    "headers": {"ETag": "ETag"},
}


def with_doc(view: Callable[..., Any], documented: dict[str, Any]) -> Any:
    """Hang documentation on a view, where smorest looks for it."""
    vars(view)["_apidoc"] = documented
    return view


def takes_documents(view: F) -> F:
    """Mark a view whose body may be as large as the hub takes; others read a small one."""
    vars(view)["takes_documents"] = True
    return view


def _with_a_small_body(view: Callable[..., Any]) -> Callable[..., Any]:
    """Reading JSON takes many times its size in memory: nobody needs that to sign in."""

    @wraps(view)
    def run(*args: Any, **kwargs: Any) -> Any:
        most = request.max_content_length
        request.max_content_length = MOST_BYTES if most is None else min(most, MOST_BYTES)
        return view(*args, **kwargs)

    return run


def _takes_query(documented: dict[str, Any]) -> bool:
    parameters = documented.get("arguments", {}).get("parameters", ())
    return any(parameter["in"] == "query" for parameter in parameters)


def _unknown_query() -> Invalid:
    faults = [Fault("query", f"/{name}", "unknown parameter") for name in request.args]
    return Invalid("this takes no query parameters", faults[:MOST_FAULTS])
