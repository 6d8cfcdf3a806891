"""The engine in worker processes: the same answers, and no document that can hurt the hub."""

from __future__ import annotations

import json
import os
import signal
import socket
import threading
import time
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import orjson
import pytest

import documents
from decant import contract
from decant.contract.diff.report import as_json
from decant.errors import Unavailable, Unreadable
from decant.pool import Allowance, Base, Pool, Recent, unpack
from decant.pool.operations import operations_of
from stores import EYES, Store, files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@pytest.fixture
def store() -> Store:
    return Store()


@pytest.fixture
def pool() -> Iterator[Pool]:
    """A worker that has seen nothing yet."""
    with closing(Pool(workers=1)) as fresh:
        yield fresh


def pid_of(pool: Pool) -> int:
    (worker,) = pool._staff._free
    assert worker is not None
    return worker.pid


def test_the_facts_are_those_of_the_manifest(workers: Pool, store: Store) -> None:
    document = documents.petstore()

    examined = store.examine(workers, document)

    manifest = contract.read(files(document)).manifest
    assert examined.facts.digest == manifest.digest
    assert examined.facts.canonical == manifest.canonical
    assert (examined.facts.title, examined.facts.operation_count) == ("Petstore", 1)
    assert examined.engine == contract.ENGINE_VERSION


def test_everything_needed_to_put_the_document_together_again_is_in_the_blobs(
    workers: Pool, store: Store
) -> None:
    document = documents.safer_petstore()

    examined = store.examine(workers, document)

    store.keep(examined)
    held = {digest: unpack(data) for digest, data in store.blobs.items()}
    manifest = contract.Manifest.from_bytes(held[examined.manifest])
    again = contract.Document.stored(manifest, held.__getitem__)
    assert again.tree == document
    assert dict(again.files) == files(document)
    assert held[examined.text] == files(document)["openapi.json"]


def test_with_a_base_only_what_changed_comes_back(pool: Pool, store: Store) -> None:
    base = store.keep(store.examine(pool, documents.petstore()))

    examined = store.examine(pool, documents.numbered_petstore(5), base)

    names = {examined.manifest, examined.report, examined.text}
    others = [blob for blob in examined.blobs if blob.digest not in names]
    assert len(others) == 2  # the unit `info`, and the unchanged list of operations
    assert examined.changes == {"breaking": 0, "risky": 0, "safe": 0, "docs": 1}


def test_a_base_that_another_worker_read_is_fetched_and_compared_the_same(
    pool: Pool, store: Store
) -> None:
    base = store.keep(store.examine(pool, documents.petstore()))
    warm = store.examine(pool, documents.breaking_petstore(), base)

    with closing(Pool(workers=1)) as other:
        cold = store.examine(other, documents.breaking_petstore(), base)

    assert store.asked
    assert cold == warm
    assert cold.required_bump == "major"


def test_two_stored_documents_compare_as_two_read_ones(pool: Pool, store: Store) -> None:
    older = store.keep(store.examine(pool, documents.petstore()))
    newer = store.keep(store.examine(pool, documents.breaking_petstore()))

    with closing(Pool(workers=1)) as other:
        report = orjson.loads(other.compare((older.manifest, newer.manifest), EYES, store.supply))

    direct = contract.compare(
        contract.read(files(documents.petstore())),
        contract.read(files(documents.breaking_petstore())),
        today=EYES.today,
    )
    assert report == as_json(direct, engine_version=contract.ENGINE_VERSION)
    assert len(store.asked) == 3  # two manifests, and all the rest at once


def test_what_cannot_be_read_is_refused_with_its_findings(workers: Pool) -> None:
    with pytest.raises(Unreadable) as refused:
        workers.examine(
            {"a.yaml": documents.bomb().encode()}, None, EYES, base=None, supply=Store().supply
        )

    assert refused.value.findings[0].location.line is not None


def test_a_text_is_spelled_in_the_other_format_in_the_order_it_was_written(
    workers: Pool,
) -> None:
    text = b'{"openapi": "3.1.0", "a": "no", "day": "2026-01-01"}'

    as_yaml = workers.convert(text, "yaml")
    back = workers.convert(as_yaml, "json")

    assert as_yaml == b"openapi: 3.1.0\na: 'no'\nday: '2026-01-01'\n"
    assert list(json.loads(back)) == ["openapi", "a", "day"]


def huge() -> dict[str, bytes]:
    document = documents.petstore()
    item = document["paths"]["/pets"]
    document["paths"] = {f"/pets/{number}": item for number in range(30_000)}
    return files(document)


@pytest.mark.parametrize(
    "allowance", [Allowance(seconds=1), Allowance(memory_mb=160)], ids=["time", "memory"]
)
def test_a_document_that_takes_too_much_is_refused_and_the_next_one_is_served(
    allowance: Allowance, store: Store
) -> None:
    with closing(Pool(workers=1, allowance=allowance)) as pool:
        with pytest.raises(Unreadable) as refused:
            pool.examine(huge(), None, EYES, base=None, supply=store.supply)
        examined = store.examine(pool, documents.petstore())

    (finding,) = refused.value.findings
    assert finding.rule == "document-too-costly"
    assert finding.location.file == "openapi.json"
    assert examined.facts.operation_count == 1


def test_a_worker_that_stalls_is_ended(store: Store) -> None:
    with closing(Pool(workers=1, allowance=Allowance(seconds=1))) as pool:
        store.examine(pool, documents.petstore())
        stopped = pid_of(pool)
        os.kill(stopped, signal.SIGSTOP)

        with pytest.raises(Unreadable):
            store.examine(pool, documents.safer_petstore())

        assert not Path(f"/proc/{stopped}").exists()
        assert store.examine(pool, documents.petstore()).facts.title == "Petstore"


def test_a_worker_that_died_between_tasks_is_replaced_and_nobody_notices(
    pool: Pool, store: Store
) -> None:
    store.examine(pool, documents.petstore())
    died = pid_of(pool)
    os.kill(died, signal.SIGKILL)

    examined = store.examine(pool, documents.safer_petstore())

    assert examined.facts.operation_count == 2
    assert pid_of(pool) != died


def test_a_store_that_fails_fails_the_task_and_costs_the_worker(pool: Pool, store: Store) -> None:
    base = Base("sha256:" + "0" * 64, "f" * 64)

    def broken(_digests: Sequence[str]) -> dict[str, bytes]:
        raise Unavailable("no database")

    with pytest.raises(Unavailable):
        pool.examine(files(documents.petstore()), None, EYES, base=base, supply=broken)

    assert store.examine(pool, documents.petstore()).facts.title == "Petstore"


def test_a_worker_inherits_no_secret_and_no_socket(
    monkeypatch: pytest.MonkeyPatch, store: Store
) -> None:
    monkeypatch.setenv("DECANT_SECRET_KEY", "hush")
    with socket.create_server(("127.0.0.1", 0)) as listener, closing(Pool(workers=1)) as pool:
        os.set_inheritable(listener.fileno(), True)
        store.examine(pool, documents.petstore())
        process = Path(f"/proc/{pid_of(pool)}")

        assert b"hush" not in (process / "environ").read_bytes()
        sockets = [one for one in (process / "fd").iterdir() if "socket" in str(one.readlink())]
        assert len(sockets) == 1


def test_more_than_may_wait_are_told_to_come_again(store: Store) -> None:
    release = threading.Event()

    def slow(_digests: Sequence[str]) -> dict[str, bytes]:
        release.wait(20)
        return {}

    with closing(Pool(workers=1, waiting=0)) as pool:
        busy = threading.Thread(target=lambda: _ignore(pool, slow))
        busy.start()
        while pool._staff._free:
            time.sleep(0.01)

        with pytest.raises(Unavailable) as told:
            store.examine(pool, documents.petstore())

        release.set()
        busy.join()
    assert told.value.retry_after > 0


def _ignore(pool: Pool, supply: object) -> None:
    base = Base("sha256:" + "0" * 64, "f" * 64)
    with pytest.raises(Exception, match="KeyError"):
        pool.examine(files(documents.petstore()), None, EYES, base=base, supply=supply)  # type: ignore[arg-type]  # any callable


def test_what_was_used_last_is_kept_up_to_a_weight() -> None:
    recent: Recent[str] = Recent(10)
    recent.put("a", "A", 4)
    recent.put("b", "B", 4)
    recent.get("a")

    recent.put("c", "C", 4)
    recent.put("huge", "H", 11)

    assert [recent.get(key) for key in ("a", "b", "c", "huge")] == ["A", None, "C", None]


def test_what_is_put_again_is_weighed_once() -> None:
    recent: Recent[str] = Recent(10)
    for _ in range(5):
        recent.put("a", "A", 4)

    recent.put("b", "B", 4)

    assert (recent.get("a"), recent.get("b")) == ("A", "B")


def test_operations_are_listed_as_written_whatever_their_members_are() -> None:
    document = documents.petstore()
    document["openapi"] = "3.1.0"
    document["paths"]["/pets"]["get"] |= {"tags": "pets", "summary": 7, "deprecated": True}
    document["webhooks"] = {"pet/born": {"post": {}}}

    listed = operations_of(contract.read(files(document)))

    assert listed == [
        {
            "method": "get", "path": "/pets", "webhook": False, "operation_id": "listPets",
            "summary": None, "tags": [], "deprecated": True,
        },
        {
            "method": "post", "path": "pet/born", "webhook": True, "operation_id": None,
            "summary": None, "tags": [], "deprecated": False,
        },
    ]  # fmt: skip


def test_a_closed_pool_has_no_workers_left_and_starts_none(store: Store) -> None:
    pool = Pool(workers=1)
    store.examine(pool, documents.petstore())
    process = Path(f"/proc/{pid_of(pool)}")

    pool.close()

    assert not process.exists()
    with pytest.raises(Unavailable):
        store.examine(pool, documents.petstore())


def test_a_pool_started_ahead_has_a_worker_ready() -> None:
    with closing(Pool(workers=2)) as pool:
        pool.start()
        deadline = time.monotonic() + 20
        while pool._staff._free[-1] is None and time.monotonic() < deadline:
            time.sleep(0.01)

        assert pool._staff._free[-1] is not None


def test_a_pool_closed_while_it_starts_leaves_nothing_behind() -> None:
    pool = Pool(workers=1)
    pool.start()

    pool.close()

    assert pool._staff._free == [None]
    assert not pool._staff._busy


def test_turns_of_one_name_come_one_after_the_other_and_of_another_at_once(pool: Pool) -> None:
    with pool.turn("acme/petstore"), pool.turn("acme/orders"):
        late = threading.Thread(target=_take_turn, args=(pool,))
        late.start()
        late.join(0.2)
        waited = late.is_alive()
    late.join(5)

    assert waited
    assert not late.is_alive()


def _take_turn(pool: Pool) -> None:
    with pool.turn("acme/petstore"):
        pass


def test_a_turn_that_does_not_come_is_given_up() -> None:
    with closing(Pool(workers=1, patience=0.1)) as pool, pool.turn("acme/petstore"):
        refused: list[BaseException] = []

        def try_it() -> None:
            try:
                _take_turn(pool)
            except Unavailable as unavailable:
                refused.append(unavailable)

        late = threading.Thread(target=try_it)
        late.start()
        late.join(5)

        assert len(refused) == 1
