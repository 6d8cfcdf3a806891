"""Many decide, push and move labels at once, or die doing it: a review is decided once, wholly."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

import cast
import documents
from decant.errors import Conflict, ReviewDecided, ReviewOutdated
from decant.models import Check, Label, LabelMove, Review, Revision
from decant.pool import Pool
from decant.services import apis, decisions, labels, revisions
from decant.services.access import ApiName
from decant.services.decisions import Choice, Decision
from decant.services.uploads import Upload

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from decant.db import Database
    from decant.services.access import Actor
    from decant.services.reviews import ReviewFacts
    from decant.services.revisions import Publication

NAME: Final = ApiName("acme", "crowded")
CROWD: Final = 8
APPROVE: Final = Decision(Choice.APPROVE)


class Queue:
    """Pushes that wait, and those who decide."""

    def __init__(self, database: Database, pool: Pool) -> None:
        self.database, self.pool = database, pool
        with database.reading() as session:
            self.ada: Actor = cast.actor_of(session, "ada")
            self.max: Actor = cast.actor_of(session, "max")

    def push(self, document: documents.Json, **options: Any) -> Publication:
        files = {"openapi.json": json.dumps(document).encode()}
        return revisions.publish(self.database, self.pool, self.ada, Upload(NAME, files, **options))

    def ask(self, version: int = 2, label: str = "main") -> ReviewFacts:
        document = documents.breaking_petstore()
        document["info"]["version"] = f"{version}.0.0"
        review = self.push(document, review="please", label=label).review
        assert review is not None
        return review

    def decide(self, review: ReviewFacts, decision: Decision = APPROVE) -> str:
        """How a decision ended: the state it came to, or the code of what refused it."""
        try:
            with self.database.writing() as session:
                return decisions.make(session, self.max, NAME, review.id, decision=decision).state
        except Conflict as refusal:
            return refusal.code

    def at_once(self, *acts: Callable[[], Any]) -> list[Any]:
        with ThreadPoolExecutor(len(acts)) as threads:
            return [each.result() for each in [threads.submit(act) for act in acts]]

    def states(self) -> Counter[str]:
        with self.database.reading() as session:
            return Counter(session.scalars(select(Review.state)))

    def approved(self) -> set[str]:
        with self.database.reading() as session:
            found = select(Review.public_id).where(Review.state == "approved")
            return set(session.scalars(found))

    def head(self) -> int:
        with self.database.reading() as session:
            return labels.get(session, self.ada, NAME, "main").revision


@pytest.fixture
def queue(either: Database) -> Iterator[Queue]:
    with closing(Pool(workers=2)) as pool:
        made = Queue(either, pool)
        with either.writing() as session:
            apis.create(session, made.ada, NAME)
        made.push(documents.petstore())
        yield made


def test_of_many_who_approve_at_once_one_moves_the_label(queue: Queue) -> None:
    review = queue.ask()

    ended = Counter(queue.at_once(*[lambda: queue.decide(review)] * CROWD))

    assert ended == {"approved": 1, "review_decided": CROWD - 1}
    assert queue.head() == 2
    with queue.database.reading() as session:
        assert len(session.scalars(select(LabelMove)).all()) == 2


def test_of_those_who_approve_and_reject_at_once_the_first_one_counts(queue: Queue) -> None:
    review = queue.ask()
    reject = Decision(Choice.REJECT)

    ended = queue.at_once(
        *[lambda: queue.decide(review)] * 4, *[lambda: queue.decide(review, reject)] * 4
    )

    (state,) = [each for each in ended if each != ReviewDecided.code]
    assert queue.states() == {state: 1}
    assert queue.head() == (2 if state == "approved" else 1)


@pytest.mark.slow
def test_a_label_moves_by_approval_or_by_push_and_what_waited_says_which(queue: Queue) -> None:
    for number in range(3, 9):
        review = queue.ask(number)

        def push(number: int = number) -> Publication:
            return queue.push(documents.numbered_petstore(number), override_reason="at once")

        ended, pushed = queue.at_once(partial(queue.decide, review), push)

        assert pushed.revision is not None
        assert ended in {"approved", ReviewOutdated.code}
        # Whichever came second was judged against the first.
        assert queue.head() == pushed.revision.number
        assert pushed.check.facts.base == (review.revision if ended == "approved" else review.head)


def test_a_label_moves_by_approval_or_by_hand_and_never_both(queue: Queue) -> None:
    queue.push(documents.safer_petstore(), label="next")
    review = queue.ask()

    def move() -> str:
        try:
            with queue.database.writing() as session:
                labels.move(session, queue.ada, NAME, "main", to=2, expected=1)
        except Exception as refusal:  # noqa: BLE001 - its kind is what is looked at
            return type(refusal).__name__
        return "moved"

    ended = set(queue.at_once(lambda: queue.decide(review), move))

    assert ended in ({"approved", "PreconditionFailed"}, {"moved", ReviewOutdated.code})


@pytest.mark.slow
def test_of_many_who_wait_for_a_label_the_last_one_does(queue: Queue) -> None:
    asked = queue.at_once(*[partial(queue.ask, number) for number in range(2, 2 + CROWD)])

    assert queue.states() == {"pending": 1, "superseded": CROWD - 1}
    newest = max(asked, key=lambda review: review.revision)
    assert queue.decide(newest) == "approved"
    assert queue.head() == newest.revision


@pytest.mark.slow
def test_two_processes_that_ask_for_the_same_wait_for_one_review(queue: Queue) -> None:
    with closing(Pool(workers=1)) as pool:
        other = Queue(queue.database, pool)  # knows nothing of the first one's turns

        asked = queue.at_once(*[queue.ask, other.ask] * CROWD)

    assert len({review.id for review in asked}) == 1
    assert queue.states() == {"pending": 1}
    with queue.database.reading() as session:
        assert len(session.scalars(select(Revision)).all()) == 2
        assert len(session.scalars(select(Check)).all()) == 2


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE reviews SET state = 'rejected'",
        "UPDATE reviews SET note = 'other words'",
        "UPDATE reviews SET label = 'production'",
        "DELETE FROM reviews",
    ],
)
def test_the_database_itself_keeps_what_was_decided(queue: Queue, change: str) -> None:
    queue.decide(queue.ask())

    def rewrite() -> None:
        with queue.database.writing() as session:
            session.execute(text(change))

    with pytest.raises(DBAPIError, match=r"decided once|only ever added"):
        rewrite()


def test_the_database_itself_lets_one_push_wait_for_a_label(queue: Queue) -> None:
    queue.ask()
    copy = (
        "INSERT INTO reviews (public_id, api_id, label, label_version, revision_id, check_id,"
        " asked_by, created_at, state) SELECT 'copy', api_id, label, label_version, revision_id,"
        " 1, asked_by, created_at, 'pending' FROM reviews"
    )

    def insert() -> None:
        with queue.database.writing() as session:
            session.execute(text(copy))

    with pytest.raises(Conflict):
        insert()


DECIDER = """
import sys
sys.path.insert(0, {tests!r})
import cast
from decant.db import Database
from decant.services import decisions
from decant.services.access import ApiName
from decant.services.decisions import Choice, Decision
database = Database({url!r})
with database.reading() as session:
    max = cast.actor_of(session, "max")
for review in sys.argv[1:]:
    with database.writing() as session:
        decision = Decision(Choice.APPROVE)
        decisions.make(session, max, ApiName("acme", "crowded"), review, decision=decision)
    print(review, flush=True)
"""


@pytest.mark.slow
def test_a_process_killed_while_it_decides_leaves_each_review_whole(
    queue: Queue, request: pytest.FixtureRequest
) -> None:
    asked = {review.id: review.label for review in (queue.ask(n, f"pr-{n}") for n in range(2, 32))}
    script = DECIDER.format(tests=str(request.path.parents[1]), url=queue.database.url)

    for _ in range(3):
        acknowledged = _decided_until_killed(script, sorted(asked.keys() - queue.approved()))

        assert acknowledged
        assert acknowledged <= queue.approved()

    with queue.database.reading() as session:
        put_up = set(session.scalars(select(Label.name)))
    assert put_up == {"main"} | {asked[review] for review in queue.approved()}


def _decided_until_killed(script: str, reviews: list[str]) -> set[str]:
    """The reviews that a process said it had approved before it was killed at some moment."""
    command = [sys.executable, "-c", script, *reviews]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        acknowledged = [process.stdout.readline().strip()]
        time.sleep(random.uniform(0.0, 0.03))
        process.send_signal(signal.SIGKILL)
        acknowledged += process.stdout.read().split()
    return {review for review in acknowledged if len(review) == 36}
