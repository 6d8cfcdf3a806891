"""Hosted docs: the document as it may be shown, to those who may read it."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Any

import orjson
import pytest

import documents
from visitors import push

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub
    from visitors import Shelf, Visitor

BLOCK = re.compile(r'<script type="application/json" id="document">(.*?)</script>', re.DOTALL)

SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Old pets", "version": "1"},
    "host": "pets.test",
    "schemes": ["https"],
    "paths": {"/pets": {"get": {"responses": {"200": {"description": "Pets."}}}}},
}


def shown(page: str) -> Any:
    found = BLOCK.search(page)
    assert found is not None
    return orjson.loads(found[1])


def test_the_page_holds_the_document(linus_visits: Visitor, shelf: Shelf) -> None:
    page = linus_visits.get(f"/docs{shelf.path}/1").text

    assert shown(page) == documents.petstore()


@pytest.mark.parametrize("ref", ["2", "main"])
def test_a_revision_is_found_by_any_ref(linus_visits: Visitor, shelf: Shelf, ref: str) -> None:
    page = linus_visits.get(f"/docs{shelf.path}/{ref}").text

    assert shown(page) == documents.safer_petstore()


def test_the_page_runs_in_a_sandbox_and_connects_nowhere(
    linus_visits: Visitor, shelf: Shelf
) -> None:
    policy = linus_visits.get(f"/docs{shelf.path}/1").headers["Content-Security-Policy"]

    assert "; sandbox allow-scripts allow-popups " in policy
    assert "allow-same-origin" not in policy
    assert "connect-src 'none'" in policy
    assert "unsafe" not in policy


def test_whoever_has_the_page_is_not_sent_it_again(linus_visits: Visitor, shelf: Shelf) -> None:
    first = linus_visits.get(f"/docs{shelf.path}/1")

    again = linus_visits.get(
        f"/docs{shelf.path}/1", headers={"If-None-Match": first.headers["ETag"]}
    )

    assert again.status_code == 304
    assert again.data == b""
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_stranger_who_knows_the_tag_still_sees_nothing(
    linus_visits: Visitor, mallory_visits: Visitor, shelf: Shelf
) -> None:
    tag = linus_visits.get(f"/docs{shelf.path}/1").headers["ETag"]

    answer = mallory_visits.get(f"/docs{shelf.path}/1", headers={"If-None-Match": tag})

    assert answer.status_code == 404


def test_private_docs_are_not_kept_by_browsers(linus_visits: Visitor, shelf: Shelf) -> None:
    assert linus_visits.get(f"/docs{shelf.path}/1").headers["Cache-Control"] == "private, no-store"


def test_public_docs_are_for_everybody(visitor: Visitor, ada: Person, shelf: Shelf) -> None:
    ada.patch(
        f"/orgs/acme/apis/{shelf.name.api}",
        {"visibility": "public"},
        headers={"If-Match": ada.get(f"/orgs/acme/apis/{shelf.name.api}").headers["ETag"]},
    )

    answer = visitor.get(f"/docs{shelf.path}/main")

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, no-cache"
    assert "Cookie" not in answer.headers["Vary"]


def test_a_page_travels_compressed(linus_visits: Visitor, shelf: Shelf) -> None:
    plain = linus_visits.get(f"/docs{shelf.path}/1")
    packed = linus_visits.get(f"/docs{shelf.path}/1", headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data


def test_a_swagger_document_is_shown_as_openapi_3(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    push(hub, grace, petstore, SWAGGER)

    document = shown(linus_visits.get(f"/docs/{petstore}/1").text)

    assert "swagger" not in document
    assert document["openapi"].startswith("3.")
    assert document["servers"] == [{"url": "https://pets.test"}]


def test_a_tree_of_files_is_shown_as_one(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    from decant.services import revisions
    from decant.services.uploads import Upload

    document = documents.petstore()
    pet = document["components"]["schemas"]["Pet"]
    document["components"]["schemas"]["Pet"] = {"$ref": "schemas/pet.json"}
    files = {"openapi.json": orjson.dumps(document), "schemas/pet.json": orjson.dumps(pet)}
    revisions.publish(hub.database, hub.pool, grace.actor, Upload(petstore, files, "openapi.json"))

    page = linus_visits.get(f"/docs/{petstore}/1").text

    assert "pet.json" not in page
    assert "#/components/schemas/" in page


def test_nothing_in_a_document_ends_its_block(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    text = "</script><script>alert(1)</script><!-- & \u2028 \u2029"
    document = documents.petstore()
    document["info"]["x-note"] = text
    push(hub, grace, petstore, document)

    page = linus_visits.get(f"/docs/{petstore}/1").text

    assert shown(page)["info"]["x-note"] == text
    assert "alert(1)</script>" not in page
    assert "\u2028" not in page


def test_a_long_document_starts_folded(
    linus_visits: Visitor, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    document = documents.petstore()
    document["info"]["x-filler"] = "pets " * 220_000
    push(hub, grace, petstore, document)

    assert "data-folded" in linus_visits.get(f"/docs/{petstore}/1").text


def test_the_hubs_own_reference_runs_no_script_of_its_own(visitor: Visitor) -> None:
    answer = visitor.get("/api/docs")

    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert re.search(r"<script(?![^>]* src=)", answer.text) is None
    address = re.search(r'data-address="([^"]+)"', answer.text)
    assert address is not None
    assert visitor.get(address[1]).status_code == 200
