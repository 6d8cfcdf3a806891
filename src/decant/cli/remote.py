"""The hub: what is asked of it, how patiently, and what its refusals mean to a CI job."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from decant import __version__

from . import credentials
from .config import hub_url
from .exchanges import Answer, Request, Unreached, exchange, parsed
from .exits import Misused, NotAllowed, ServiceDown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from .config import Config

PAUSES: Final = (0.25, 1.0, 2.0)  # seconds before each repetition
LONGEST_PAUSE: Final = 30.0  # seconds; a hub that asks for more is not waited for
_API: Final = "/api/v1"
_LOOPBACK: Final = ("localhost", "127.0.0.1", "::1")
# What to do about a refusal that an unchanged command meets again.
_HINTS: Final = {
    "review_outdated": "push the document again: it is judged by where the label is now",
    "second_person_needed": "ask another maintainer; for a push, add --review REASON",
    "review_decided": "`decant review list` says who decided, and how",
    "waiver_settled": "`decant waiver list` says what became of it",
}


class HubRefused(Misused):
    """The hub will not do it (4xx); `problem` is its reason (RFC 9457)."""

    def __init__(self, answer: Answer) -> None:
        self.problem = answer.problem
        self.reason = str(self.problem.get("code", ""))
        hint = _HINTS.get(self.reason, "")
        super().__init__(_said(answer), hint, details=tuple(_places(self.problem)))


class Hub:
    """A hub and the token to show it, None for nobody in particular."""

    def __init__(self, url: str, token: str | None = None) -> None:
        self._url = parsed(url)
        self._token = token

    @property
    def url(self) -> str:
        """The address in its one spelling, under which credentials are kept."""
        return self._url.geturl()

    @property
    def is_overheard(self) -> bool:
        """What is sent there travels the network in the clear."""
        return self._url.scheme == "http" and self._url.hostname not in _LOOPBACK

    def get(self, path: str, query: Mapping[str, str] | None = None) -> Answer:
        """Read something."""
        return self._ask(Request("GET", _API + path, query or {}))

    def post(self, path: str, value: Any, *, once: bool = True) -> Answer:
        """Send JSON; `once` lets it be repeated over a bad line and still count once."""
        from secrets import token_hex

        body = json.dumps(value, ensure_ascii=False).encode()
        return self._ask(Request("POST", _API + path, {}, body, token_hex(16) if once else None))

    def put(self, path: str, value: Any) -> Answer:
        """Put something in place, as JSON; never twice, as a second time may not be the same."""
        body = json.dumps(value, ensure_ascii=False).encode()
        return self._ask(Request("PUT", _API + path, {}, body))

    def every(self, path: str, query: Mapping[str, str] | None = None) -> Iterator[dict[str, Any]]:
        """All items of a list, page after page."""
        wanted = dict(query or {})
        while True:
            page = self.get(path, wanted).having("items", "next_cursor")
            yield from page["items"]
            if page["next_cursor"] is None:
                return
            wanted["cursor"] = page["next_cursor"]

    def delete(self, path: str) -> Answer:
        """Remove something."""
        return self._ask(Request("DELETE", _API + path))

    def _ask(self, request: Request) -> Answer:
        answer = self._persist(request)
        if answer.status < 300:
            return answer
        if answer.status < 400:
            raise Misused(f"{self.url} answers from {answer.headers.get('location', 'elsewhere')}")
        if answer.status in (401, 403, 404):
            raise _not_allowed(answer, self._token)
        if answer.status >= 500 or answer.status in (408, 429):
            raise ServiceDown(f"{self.url} failed: {_said(answer)}")
        raise HubRefused(answer)

    def _persist(self, request: Request) -> Answer:
        """Ask until there is an answer other than 'later', or patience ends."""
        from time import sleep

        headers = self._headers(request)
        for pause in (*PAUSES, None):
            try:
                answer = exchange(self._url, request, headers)
            except Unreached as failure:
                if pause is None or (failure.may_have_arrived and not request.may_repeat):
                    hint = "is the hub running, and is this its address?"
                    raise ServiceDown(f"cannot reach {self.url}: {failure}", hint) from None
                sleep(pause)
                continue
            if pause is None or not _is_for_later(answer, request):
                break
            sleep(max(pause, answer.retry_after))
        return answer

    def _headers(self, request: Request) -> dict[str, str]:
        headers = {
            "Accept": "application/json, application/problem+json",
            "Connection": "close",
            "User-Agent": f"decant/{__version__}",
        }
        if request.body is not None:
            headers["Content-Type"] = "application/json"
        if request.key is not None:
            headers["Idempotency-Key"] = request.key
        if self._token is not None:
            headers["Authorization"] = f"Bearer {self._token}"
        return headers


def connect(url: str | None, config: Config) -> Hub:
    """The hub that flag, environment and decant.yaml name, with the token kept for it."""
    address = parsed(hub_url(url, config)).geturl()
    credential = credentials.find(address)
    hub = Hub(address, credential.token if credential else None)
    if credential and hub.is_overheard:
        warn_of_eavesdroppers(hub)
    return hub


def warn_of_eavesdroppers(hub: Hub) -> None:
    """Say that others can read along."""
    from .output import complain

    complain(f"decant: {hub.url} is not encrypted: anybody on the way can read the token")


def org_path(name: str) -> str:
    """`/orgs/acme` for `acme`; raises Misused."""
    from urllib.parse import quote

    if "/" in name or name in ("", ".", ".."):
        raise Misused(f"'{name}' is no org", "write its name, as in acme")
    return f"/orgs/{quote(name, safe='')}"


def api_path(name: str) -> str:
    """`/orgs/acme/apis/petstore` for `acme/petstore`; raises Misused."""
    from urllib.parse import quote

    org, slash, api = name.partition("/")
    if not slash or "/" in api or {org, api} & {"", ".", ".."}:
        raise Misused(f"'{name}' is no API", "write org/api, as in acme/petstore")
    return f"/orgs/{quote(org, safe='')}/apis/{quote(api, safe='')}"


def _is_for_later(answer: Answer, request: Request) -> bool:
    if answer.retry_after > LONGEST_PAUSE:
        return False
    # 409 with a time to wait: the first try of this very request is still running.
    is_running = answer.status == 409 and answer.retry_after > 0
    return answer.status == 429 or (request.may_repeat and (answer.status == 503 or is_running))


def _said(answer: Answer) -> str:
    """The problem in one sentence."""
    problem = answer.problem
    words = problem.get("detail") or problem.get("title")
    if words:
        return str(words)
    from http import HTTPStatus

    known = answer.status in HTTPStatus._value2member_map_
    return f"{answer.status} {HTTPStatus(answer.status).phrase if known else ''}".strip()


def _places(problem: Mapping[str, Any]) -> list[str]:
    """Each error of a problem with its place."""
    lines = []
    for error in problem.get("errors") or ():
        file, line = error.get("file"), error.get("line")
        place = f"{file}:{line}:{error.get('column') or 1}" if file and line else ""
        place = place or " ".join(filter(None, (error.get("location"), error.get("pointer"))))
        hint = f" ({error['hint']})" if error.get("hint") else ""
        lines.append(f"{place}: {error.get('message', '')}{hint}".removeprefix(": "))
    return lines


def _not_allowed(answer: Answer, token: str | None) -> NotAllowed:
    reason = str(answer.problem.get("code", ""))
    is_stranger = answer.status == 401 or (answer.status == 404 and token is None)
    knows_the_way = reason == "bad_credentials" or not is_stranger
    hint = "" if knows_the_way else "sign in with `decant login`, or set DECANT_TOKEN"
    trouble = NotAllowed(_said(answer), hint)
    trouble.reason = reason
    return trouble
