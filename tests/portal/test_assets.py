"""The portal's files: those vendored are what their lock says, all are kept for ever."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from typing import TYPE_CHECKING

import pytest

from decant.portal import assets

if TYPE_CHECKING:
    from visitors import Visitor

VENDORED = assets.STATIC / "swagger-ui"
LOCK = json.loads((VENDORED / "lock.json").read_text())


@pytest.mark.parametrize("name", sorted(LOCK["files"]))
def test_a_vendored_file_is_the_one_in_the_lock(name: str) -> None:
    content = (VENDORED / LOCK["version"] / name).read_bytes()

    digest = base64.b64encode(hashlib.sha384(content).digest()).decode()

    assert f"sha384-{digest}" == LOCK["files"][name]


def test_nothing_but_what_the_lock_names_is_vendored() -> None:
    found = {path.name for path in (VENDORED / LOCK["version"]).iterdir()}

    assert found == set(LOCK["files"])
    assert {"LICENSE", "NOTICE"} < found


def test_the_viewer_is_new_enough_to_sanitise_well() -> None:
    assert tuple(map(int, LOCK["version"].split("."))) >= (5, 35, 0)


@pytest.mark.parametrize("name", ["swagger-ui-bundle.js", "swagger-ui.css"])
def test_a_vendored_file_asks_for_no_source_map(name: str) -> None:
    assert b"sourceMappingURL" not in (VENDORED / LOCK["version"] / name).read_bytes()


@pytest.mark.parametrize("name", ["portal.css", "viewer.js", "mark.svg", "swagger-ui.css"])
def test_an_asset_may_be_kept_for_ever(visitor: Visitor, name: str) -> None:
    answer = visitor.get(assets.address_of(name))

    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    # A sandboxed page could not load it otherwise.
    assert answer.headers.getlist("Cross-Origin-Resource-Policy") == ["cross-origin"]


def test_an_asset_travels_compressed(visitor: Visitor) -> None:
    address = assets.address_of("swagger-ui-bundle.js")

    packed = visitor.get(address, headers={"Accept-Encoding": "gzip"})

    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == visitor.get(address).data


@pytest.mark.parametrize(
    "path",
    [
        "/assets/000000000000/portal.css",
        "/assets/000000000000/lock.json",
        "/assets/000000000000/..%2f..%2fapp.py",
        "/assets/x/y",
    ],
)
def test_nothing_else_is_served(visitor: Visitor, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_browsers_that_ask_for_an_icon_get_the_mark(visitor: Visitor) -> None:
    assert visitor.get("/favicon.ico").mimetype == "image/svg+xml"
