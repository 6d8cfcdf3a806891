"""A hundred callers at once: each revision once, none lost, nobody turned away."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import orjson
import pytest

if TYPE_CHECKING:
    from processes import Answer, HubProcess

CALLERS = 100


def described(words: str) -> bytes:
    info = {"title": "Books", "version": "1", "description": words}
    operation = {"responses": {"200": {"description": "Books"}}}
    return orjson.dumps({"openapi": "3.1.0", "info": info, "paths": {"/books": {"get": operation}}})


def pushed_at_once(hub: HubProcess, texts: list[bytes]) -> list[Answer]:
    barrier = Barrier(len(texts))

    def push(text: bytes) -> Answer:
        barrier.wait()
        return hub.push("acme/books", text)

    with ThreadPoolExecutor(len(texts)) as callers:
        return list(callers.map(push, texts))


def numbers(hub: HubProcess) -> list[int]:
    listed = hub.ask("GET", "/orgs/acme/apis/books/revisions?limit=100").json
    assert listed["next_cursor"] is None
    return sorted(revision["number"] for revision in listed["items"])


@pytest.mark.slow
def test_the_same_document_from_a_hundred_callers_is_one_revision(hub_process: HubProcess) -> None:
    answers = pushed_at_once(hub_process, [described("the same")] * CALLERS)

    assert Counter(answer.status for answer in answers) == {201: 1, 200: CALLERS - 1}
    assert numbers(hub_process) == [1]


@pytest.mark.slow
def test_a_hundred_documents_are_a_hundred_revisions(hub_process: HubProcess) -> None:
    texts = [described(f"number {number}") for number in range(CALLERS)]

    answers = pushed_at_once(hub_process, texts)

    assert Counter(answer.status for answer in answers) == {201: CALLERS}
    assert numbers(hub_process) == list(range(1, CALLERS + 1))
