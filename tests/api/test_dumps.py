"""Fast dumping gives exactly what marshmallow gives."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import orjson
import pytest
from marshmallow import Schema, fields, post_dump

import documents
from decant.api.dumps import dumper
from decant.api.fields import Answer, Choice, Time
from decant.services.access import Role

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Site


class LeafSchema(Answer):
    role = Choice(Role, required=True, allow_none=True)
    at = Time(required=True, allow_none=True)


class TreeSchema(Answer):
    name = fields.String(required=True)
    kind = fields.String(dump_default="tree")
    renamed = fields.Integer(data_key="number", attribute="count")
    leaf = fields.Nested(LeafSchema, allow_none=True)
    leaves = fields.List(fields.Nested(LeafSchema))
    many = fields.Nested(LeafSchema, many=True)
    words = fields.List(fields.String())
    facts = fields.Dict()
    half = fields.Float()


class LoudSchema(LeafSchema):
    @post_dump
    def shout(self, data: dict[str, Any], **_kwargs: Any) -> dict[str, Any]:
        return {**data, "loud": True}


@dataclass
class Leaf:
    role: Role | None = Role.OWNER
    at: datetime | None = datetime(2026, 1, 2, 3, 4, 5, 678999, UTC)


@dataclass
class Tree:
    name: str = "oak"
    kind: str = "oak tree"
    count: int = 3
    leaf: Leaf | None = None
    leaves: tuple[Leaf, ...] = (Leaf(), Leaf(None, None))
    many: tuple[Leaf, ...] = (Leaf(),)
    words: tuple[str, ...] = ("a", "b")
    facts: Any = None
    half: float = 0.5


@dataclass
class Seed:
    name: str = "acorn"


@pytest.mark.parametrize("schema", [TreeSchema(), TreeSchema(many=True)])
@pytest.mark.parametrize(
    "value",
    [
        Tree(),
        Tree(leaf=Leaf(), facts={"a": [1]}),
        Seed(),
        {"name": "beech", "leaves": [Leaf()]},
        vars(Tree()),
    ],
)
def test_it_is_what_marshmallow_writes(schema: Schema, value: object) -> None:
    sent = [value, value] if schema.many else value

    assert orjson.dumps(dumper(schema)(sent)) == orjson.dumps(schema.dump(sent))


def test_a_schema_with_ways_of_its_own_keeps_them() -> None:
    assert dumper(LoudSchema())(Leaf()) == LoudSchema().dump(Leaf())


def test_every_answer_of_the_hub_is_what_marshmallow_writes(
    monkeypatch: pytest.MonkeyPatch, app: Site, ada: Person, petstore: ApiName
) -> None:
    from decant.api import blueprints

    checked: set[str] = set()
    render = blueprints._render

    def compare(result: Any, dump: Any, status: int) -> Any:
        schema = getattr(dump, "_schema", None)
        if schema is not None:
            assert orjson.dumps(dump(result)) == orjson.dumps(schema.dump(result))
            checked.add(type(schema).__name__)
        return render(result, dump, status)

    monkeypatch.setattr(blueprints, "_render", compare)
    api = f"/orgs/acme/apis/{petstore.api}"
    text = documents.as_yaml(documents.petstore())
    ada.post(f"{api}/revisions", {"files": {"openapi.yaml": text}, "source": {"commit": "c0ffee"}})
    ada.post("/tokens", {"name": "ci", "scopes": ["read", "write"], "api": str(petstore)})
    for path in (
        "/whoami", "/tokens", "/orgs", "/orgs/acme", "/orgs/acme/members", "/apis", api,
        f"{api}/policy", f"{api}/revisions", f"{api}/revisions/1", f"{api}/labels",
        f"{api}/labels/main/history", f"{api}/checks", "/orgs/acme/events",
        f"{api}/revisions/1/operations",
    ):  # fmt: skip
        assert ada.get(path).status_code == 200, path

    assert len(checked) > 12
