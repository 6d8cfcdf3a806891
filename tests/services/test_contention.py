"""Many at once: every push is kept once, none is torn, none is lost, on both databases."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

import cast
import documents
from decant.contract import Document, Manifest
from decant.errors import PreconditionFailed
from decant.models import Check, Label, LabelMove, Revision
from decant.pool import Pool
from decant.services import apis, blobs, labels, revisions
from decant.services.access import ApiName, Visibility
from decant.services.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from decant.db import Database
    from decant.services.access import Actor
    from decant.services.revisions import Publication

NAME = ApiName("acme", "crowded")
CROWD = 16


class Crowd:
    """Many who push to one API at the same time."""

    def __init__(self, database: Database, pool: Pool) -> None:
        self.database, self.pool = database, pool
        with database.reading() as session:
            self.ada: Actor = cast.actor_of(session, "ada")

    def push(self, document: documents.Json, *, create: Visibility | None = None) -> Publication:
        files = {"openapi.json": json.dumps(document).encode()}
        upload = Upload(NAME, files, create=create)
        return revisions.publish(self.database, self.pool, self.ada, upload)

    def all_at_once(self, act: Callable[[int], Publication], times: int) -> list[Publication]:
        with ThreadPoolExecutor(CROWD) as threads:
            return list(threads.map(act, range(times)))

    def count(self, model: type) -> int:
        with self.database.reading() as session:
            return session.scalar(select(func.count()).select_from(model)) or 0


@pytest.fixture
def crowd(either: Database) -> Iterator[Crowd]:
    with closing(Pool(workers=2)) as pool:
        gathered = Crowd(either, pool)
        with either.writing() as session:
            apis.create(session, gathered.ada, NAME)
        yield gathered


def numbers(publications: list[Publication]) -> list[int]:
    return sorted(one.revision.number for one in publications if one.revision is not None)


@pytest.mark.slow
def test_a_hundred_pushes_of_one_document_make_one_revision(crowd: Crowd) -> None:
    published = crowd.all_at_once(lambda _: crowd.push(documents.petstore()), 100)

    assert numbers(published) == [1] * 100
    assert [one.created for one in published].count(True) == 1
    assert (crowd.count(Revision), crowd.count(Label), crowd.count(Check)) == (1, 1, 1)


@pytest.mark.slow
def test_a_hundred_pushes_of_different_documents_make_a_hundred_revisions(
    crowd: Crowd,
) -> None:
    published = crowd.all_at_once(
        lambda number: crowd.push(documents.numbered_petstore(number)), 100
    )

    assert numbers(published) == list(range(1, 101))
    assert crowd.count(LabelMove) == 100
    # Each was judged against the very revision that it replaced.
    bases = sorted(one.check.facts.base or 0 for one in published)
    assert bases == list(range(100))


@pytest.mark.slow
def test_two_processes_that_push_to_one_api_judge_again_and_lose_nothing(
    crowd: Crowd,
) -> None:
    with closing(Pool(workers=2)) as pool:
        other = Crowd(crowd.database, pool)  # knows nothing of the first one's turns

        published = crowd.all_at_once(
            lambda number: (crowd, other)[number % 2].push(documents.numbered_petstore(number)),
            24,
        )

    assert numbers(published) == list(range(1, 25))
    assert sorted(one.check.facts.base or 0 for one in published) == list(range(24))


def test_an_api_that_many_pushes_want_to_create_is_created_once(either: Database) -> None:
    with closing(Pool(workers=1)) as one, closing(Pool(workers=1)) as two:
        rivals = (Crowd(either, one), Crowd(either, two))

        published = rivals[0].all_at_once(
            lambda number: rivals[number % 2].push(documents.petstore(), create=Visibility.PRIVATE),
            8,
        )

    assert numbers(published) == [1] * 8


def test_of_many_who_saw_a_label_in_one_place_one_moves_it(crowd: Crowd) -> None:
    crowd.push(documents.petstore())
    crowd.push(documents.safer_petstore())

    def move(_: int) -> bool:
        try:
            with crowd.database.writing() as session:
                labels.move(session, crowd.ada, NAME, "main", to=1, expected=2)
        except PreconditionFailed:
            return False
        return True

    with ThreadPoolExecutor(CROWD) as threads:
        moved = list(threads.map(move, range(CROWD)))

    assert moved.count(True) == 1


PUSHER = """
import json, sys
sys.path.insert(0, {tests!r})
import cast, documents
from decant.db import Database
from decant.pool import Pool
from decant.services import revisions
from decant.services.access import ApiName
from decant.services.uploads import Upload
database, pool = Database({url!r}), Pool(workers=1)
with database.reading() as session:
    ada = cast.actor_of(session, "ada")
for number in range({start}, {start} + 50):
    files = {{"openapi.json": json.dumps(documents.numbered_petstore(number)).encode()}}
    published = revisions.publish(database, pool, ada, Upload(ApiName("acme", "crowded"), files))
    print(published.revision.digest, flush=True)
"""


@pytest.mark.slow
def test_a_process_killed_while_it_pushes_loses_nothing_it_acknowledged(
    database: Database, request: pytest.FixtureRequest
) -> None:
    with database.writing() as session:
        ada = cast.actor_of(session, "ada")
        apis.create(session, ada, NAME)
    acknowledged: list[str] = []

    for round_ in range(4):
        acknowledged += _pushed_until_killed(request.path.parents[1], database.url, 50 * round_)

    assert acknowledged
    with database.reading() as session:
        kept = list(session.scalars(select(Revision).order_by(Revision.number)))
        assert [one.number for one in kept] == list(range(1, len(kept) + 1))
        assert set(acknowledged) <= {one.digest for one in kept}
        for one in kept:
            manifest = Manifest.from_bytes(blobs.load(session, one.manifest))
            held = blobs.load_all(session, [unit.raw for unit in manifest.units.values()])
            assert Document.stored(manifest, held.__getitem__).tree["openapi"] == "3.0.3"
            assert blobs.load(session, one.text)
            check = session.scalars(select(Check).where(Check.revision_id == one.id)).one()
            assert blobs.load(session, check.report)


def _pushed_until_killed(tests: Path, url: str, start: int) -> list[str]:
    """The digests that a process acknowledged before it was killed at some moment."""
    script = PUSHER.format(tests=str(tests), url=url, start=start)
    with subprocess.Popen(
        [sys.executable, "-c", script], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip()]
        time.sleep(random.uniform(0.0, 0.3))
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    return [digest for digest in acknowledged if len(digest) == 71]
