"""A hub in a process of its own, with an org, an API and its people to meet."""

from __future__ import annotations

import signal
from typing import TYPE_CHECKING

import orjson
import pytest

import documents
from processes import PASSWORD, HubProcess

if TYPE_CHECKING:
    from collections.abc import Iterator

LIVELY = (
    ("POST", "/users", {"name": "grace", "password": PASSWORD}),
    ("POST", "/users", {"name": "linus", "password": PASSWORD}),
    ("POST", "/users", {"name": "mallory", "password": PASSWORD}),
    *(("POST", "/orgs", {"name": name}) for name in ("acme", "globex", "spare")),
    ("PUT", "/orgs/acme/members/grace", {"role": "writer"}),
    ("PUT", "/orgs/acme/members/linus", {"role": "reader"}),
    ("POST", "/orgs/globex/apis", {"name": "petstore", "visibility": "public"}),
    *(("POST", "/orgs/acme/apis", {"name": name}) for name in ("petstore", "spare")),
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HubProcess]:
    """A hub with nobody but ada, its administrator."""
    # A run signs in often, after each sign-out that it tries.
    process = HubProcess(tmp_path_factory.mktemp("served"), {"DECANT_SIGN_IN_LIMIT": "100000"})
    process.set_up()
    process.start()
    yield process
    process.stop(signal.SIGKILL)


@pytest.fixture(scope="module")
def lively(served: HubProcess) -> HubProcess:
    """A hub where things have happened: people, orgs, revisions, labels, a refused push."""
    for method, path, body in LIVELY:
        assert served.ask(method, path, body).status in {200, 201}, path
    for org in ("acme", "globex"):
        for document in (documents.petstore(), documents.safer_petstore()):
            assert served.push(f"{org}/petstore", orjson.dumps(document)).status == 201
        refused = served.push(f"{org}/petstore", orjson.dumps(documents.breaking_petstore()))
        assert refused.status == 422
        put_up = served.ask(
            "PUT",
            f"/orgs/{org}/apis/petstore/labels/stable",
            {"revision": 1},
            **{"If-None-Match": "*"},
        )
        assert put_up.status == 201
        for text in ("extends: spectral:oas\n", "rules: {}\n"):
            ruleset = {"files": {".spectral.yaml": text}}
            pushed = served.ask("POST", f"/orgs/{org}/rulesets/style/revisions", ruleset)
            assert pushed.status == 201
    return served
