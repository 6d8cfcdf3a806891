"""Documents of revisions, read back in every form, and compared from what is stored."""

from __future__ import annotations

import json
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

import documents as made
from decant.contract import Profile
from decant.errors import NotFound, Unavailable
from decant.pool import Pool
from decant.services import comparisons, documents, revisions
from decant.services.comparisons import Sides
from decant.services.documents import Form, Format, Wanted
from decant.services.pages import Window
from decant.services.uploads import Upload

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.access import ApiName

SWAGGER = b"""swagger: "2.0"
info: {title: Old, version: "1"}
paths:
  /pets:
    get:
      operationId: listPets
      responses: {200: {description: Pets.}}
"""


@pytest.fixture
def pushed(database: Database, workers: Pool, petstore: ApiName, ada: Person) -> ApiName:
    """Three revisions: JSON, a tree, and one in the words of Swagger 2.0."""
    tree = {path: text.encode() for path, text in made.tree().items()}
    for files in ({"a.json": json.dumps(made.petstore()).encode()}, tree, {"old.yaml": SWAGGER}):
        upload = Upload(petstore, files, override_reason="a test")
        assert revisions.publish(database, workers, ada.actor, upload).created
    return petstore


def test_a_text_is_answered_without_the_engine_if_it_is_asked_for_as_it_was_written(
    database: Database, pushed: ApiName, linus: Person
) -> None:
    with closing(Pool(workers=0)) as idle:
        text = documents.text(database, idle, linus.actor, Wanted(pushed, "1"))
        bundled = Wanted(pushed, "1", Form.BUNDLED, Format.JSON)
        whole = documents.text(database, idle, linus.actor, bundled)

    assert json.loads(text.content) == made.petstore()
    assert (text.format, text.revision.number) == (Format.JSON, 1)
    assert whole.content == text.content


def test_a_converted_text_is_kept(
    database: Database, workers: Pool, pushed: ApiName, linus: Person
) -> None:
    wanted = Wanted(pushed, "1", format=Format.YAML)
    first = documents.text(database, workers, linus.actor, wanted)

    with closing(Pool(workers=0, patience=0)) as idle:
        again = documents.text(database, idle, linus.actor, wanted)
        with pytest.raises(Unavailable):
            documents.text(database, idle, linus.actor, Wanted(pushed, "3", format=Format.JSON))

    assert again == first


def test_a_tree_as_one_document_holds_what_its_files_refer_to(
    database: Database, workers: Pool, pushed: ApiName, linus: Person
) -> None:
    wanted = Wanted(pushed, "2", Form.BUNDLED)

    whole = documents.text(database, workers, linus.actor, wanted)

    document = json.loads(whole.content)
    assert "$ref" not in document["paths"]["/pets"]
    assert "components" in document


def test_a_file_that_is_not_there_is_not_found(
    database: Database, workers: Pool, pushed: ApiName, linus: Person
) -> None:
    with pytest.raises(NotFound):
        documents.text(database, workers, linus.actor, Wanted(pushed, "2", file="x.yaml"))


def test_swagger_is_spelled_in_the_words_of_openapi_3_on_demand(
    database: Database, workers: Pool, pushed: ApiName, linus: Person
) -> None:
    old = json.loads(documents.spelled_as_3(database, workers, linus.actor, Wanted(pushed, "3")))
    new = json.loads(documents.spelled_as_3(database, workers, linus.actor, Wanted(pushed, "1")))

    assert "/pets" in old["paths"]
    assert new == made.petstore()


def test_operations_are_listed_from_what_the_push_kept(
    database: Database, pushed: ApiName, linus: Person
) -> None:
    with database.reading() as session:
        page = documents.operations(session, linus.actor, pushed, "2", window=Window())

    (operation,) = page.items
    assert (operation.method, operation.path, operation.tags) == ("get", "/pets", ("pets",))
    assert operation.operation_id == "listPets"
    assert not operation.webhook


def test_a_comparison_is_kept_and_found_again_without_the_engine(
    database: Database, workers: Pool, pushed: ApiName, linus: Person
) -> None:
    sides = Sides("1", "2", Profile.WIRE)
    first = comparisons.between(database, workers, linus.actor, pushed, sides=sides)

    with closing(Pool(workers=0, patience=0)) as idle:
        again = comparisons.between(database, idle, linus.actor, pushed, sides=sides)

    assert again == first
    assert first.says["verdict"] == "none"  # a tree that says the same is no change
