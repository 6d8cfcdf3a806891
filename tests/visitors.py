"""People in front of a browser, and what they look at."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import orjson

import cast

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from cast import Person
    from decant.services.access import ApiName
    from decant.services.revisions import Publication
    from decant.web import Hub

FORM_TOKEN = re.compile(r'name="form_token" value="([0-9a-f]{64})"')


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser that keeps cookies."""

    client: FlaskClient

    def get(self, path: str, **options: Any) -> TestResponse:
        """Follow a link."""
        headers = {"Accept": "text/html,*/*;q=0.8", **options.pop("headers", {})}
        return self.client.get(path, headers=headers, **options)

    def send(self, path: str, fields: dict[str, str], **headers: str) -> TestResponse:
        """Send a form that was loaded from the sign-in page or, signed in, from the first."""
        found = FORM_TOKEN.search(self.get("/sign-in", follow_redirects=True).text)
        fields = {"form_token": found[1] if found else "", **fields}
        sent = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin", **headers}
        return self.client.post(path, data=fields, headers=sent)

    def sign_in(
        self, name: str, password: str = cast.PASSWORD, following: str = ""
    ) -> TestResponse:
        """Fill in the form."""
        fields = {"name": name, "password": password, "next": following}
        return self.send("/sign-in", fields)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The private API acme/petstore, and what came of three pushes; the last was refused."""

    name: ApiName
    first: Publication
    second: Publication
    refused: Publication

    @property
    def path(self) -> str:
        """Where its page is."""
        return f"/{self.name}"

    def check(self, publication: Publication) -> str:
        """Where the page of a push's check is."""
        return f"{self.path}/checks/{publication.check.facts.id}"


def push(hub: Hub, person: Person, name: ApiName, document: dict[str, Any]) -> Publication:
    """Push a document of one file."""
    from decant.services import revisions
    from decant.services.uploads import Upload

    upload = Upload(name, {"openapi.json": orjson.dumps(document)})
    return revisions.publish(hub.database, hub.pool, person.actor, upload)
