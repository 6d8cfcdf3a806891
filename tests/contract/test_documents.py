"""A document is the same whether it was just read or lies in a store."""

from __future__ import annotations

import gc
import subprocess
import sys
from typing import Any, TypeAlias

import orjson
import pytest

from decant.contract import (
    Dialect,
    Document,
    Level,
    Manifest,
    UnknownUnit,
    UnreadableDocument,
    compare,
    read,
)

Json: TypeAlias = Any
PREFIX = "#/components/schemas/"


def api(limit: int, more: int = 20) -> dict[str, Json]:
    """Many operations with a schema each; only the first one's has the limit."""
    paths: dict[str, Json] = {}
    schemas: dict[str, Json] = {"Name": {"type": "string", "maxLength": limit}}
    for number in range(more):
        content = {"application/json": {"schema": {"$ref": f"{PREFIX}S{number}"}}}
        responses = {"200": {"description": "ok", "content": content}}
        paths[f"/s{number}"] = {"parameters": [], "get": {"responses": responses}}
        schemas[f"S{number}"] = {"properties": {"x": {"type": "string"}}}
    schemas["S0"]["properties"]["name"] = {"$ref": f"{PREFIX}Name"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "7"},
        "paths": paths,
        "components": {"schemas": schemas},
    }


class Store(dict[str, bytes]):
    """Bytes by digest, and which of them were asked for."""

    def __init__(self, document: Document) -> None:
        super().__init__(document.unit_bytes())
        texts = document.manifest.files.items()
        self.update((digest, document.files[path]) for path, digest in texts)
        self.manifest = document.manifest.to_bytes()
        self.asked: list[str] = []

    def load(self, digest: str) -> bytes:
        self.asked.append(digest)
        return self[digest]

    def document(self) -> Document:
        return Document.stored(Manifest.from_bytes(self.manifest), self.load)


def reading(tree: dict[str, Json]) -> Document:
    return read({"openapi.json": orjson.dumps(tree)})


def test_a_manifest_says_what_there_is_without_the_content() -> None:
    manifest = reading(api(5)).manifest

    assert (manifest.title, manifest.version, manifest.dialect) == ("Things", "7", Dialect.V3_1)
    assert manifest.operation_count == 20
    assert manifest.size == len(orjson.dumps(api(5)))
    assert manifest.root == "openapi.json"
    assert manifest.digest.startswith("sha256:")


def test_a_manifest_outlives_being_written_down() -> None:
    manifest = reading(api(5)).manifest

    again = Manifest.from_bytes(manifest.to_bytes())

    assert again == manifest
    assert list(again.units) == list(manifest.units)


def test_a_stored_document_has_the_same_tree_and_texts() -> None:
    document = reading(api(5))

    stored = Store(document).document()

    assert stored.tree == document.tree
    assert dict(stored.files) == dict(document.files)
    assert stored.dialect is document.dialect


def test_a_stored_document_loads_only_the_units_that_are_asked_for() -> None:
    store = Store(reading(api(5)))
    stored = store.document()

    found = stored.resolve(PREFIX + "S0/properties/x")
    operation = stored.unit("paths/~1s1/get")
    nothing = stored.unit("paths/~1nobody/get")

    assert found == {"type": "string"}
    assert operation["responses"]["200"]["description"] == "ok"
    assert nothing is None
    units = stored.manifest.units
    assert store.asked == [units["components/schemas/S0"].raw, units["paths/~1s1/get"].raw]


def test_a_reference_to_a_path_item_puts_it_together_from_its_units() -> None:
    store = Store(reading(api(5)))
    stored = store.document()

    item = stored.resolve("#/paths/~1s1")

    assert sorted(item or ()) == ["get", "parameters"]
    assert stored.resolve("#/paths/~1s1/parameters") == []
    assert stored.resolve("#/paths/~1nobody") is None
    assert stored.resolve("#/components/schemas/Nobody/x") is None
    assert len(store.asked) == 2


def test_every_place_resolves_alike_in_both() -> None:
    document = reading(api(5, more=2))
    stored = Store(document).document()
    waiting: list[tuple[str, Json]] = [("#", document.tree)]

    while waiting:
        ref, node = waiting.pop()
        assert stored.resolve(ref) == node == document.resolve(ref)
        if isinstance(node, dict):
            waiting += [(f"{ref}/{k.replace('/', '~1')}", v) for k, v in node.items()]


def test_comparing_stored_documents_says_the_same_and_reads_little() -> None:
    older, newer = reading(api(5)), reading(api(9))
    stores = Store(older), Store(newer)

    parsed = compare(older, newer, locate=False)
    stored = compare(stores[0].document(), stores[1].document(), locate=False)

    assert stored == parsed
    assert [change.severity for change in stored.changes] == [Level.BREAKING]
    units = newer.manifest.units
    names = {name for name, unit in units.items() if unit.raw in stores[1].asked}
    assert names <= {
        "info",
        "paths/~1s0/get",
        "paths/~1s0",
        "components/schemas/S0",
        "components/schemas/Name",
        *(name for name in units if units[name].raw == units["paths/~1s0"].raw),
        *(name for name in units if units[name].raw == units["components/schemas/S1"].raw),
    }
    assert len(stores[1].asked) < 8


def test_a_stored_document_reads_its_text_only_to_find_a_line() -> None:
    text = b"openapi: 3.1.0\ninfo:\n  title: Pets\n  version: '1'\npaths: {}\n"
    store = Store(read({"openapi.yaml": text}))
    stored = store.document()

    before = list(store.asked)
    location = stored.locate("/info/version")

    assert before == []
    assert (location.file, location.line, location.column) == ("openapi.yaml", 4, 3)


def test_a_damaged_store_is_named_by_the_digest_it_misses() -> None:
    nothing: dict[str, bytes] = {}
    stored = Document.stored(reading(api(5)).manifest, nothing.__getitem__)
    digest = stored.manifest.units["info"].raw

    with pytest.raises(UnknownUnit, match=digest):
        stored.unit("info")


def test_documents_are_equal_only_to_themselves() -> None:
    one, two = reading(api(5)), reading(api(5))

    assert one != two
    assert len({one, two, one}) == 2


VERSIONS = {
    "3.0.0": Dialect.V3_0,
    "3.0.4": Dialect.V3_0,
    "3.1.1": Dialect.V3_1,
    "3.2.0": Dialect.V3_2,
    "3.1.0-rc1": Dialect.V3_1,
}


@pytest.mark.parametrize("version", VERSIONS)
def test_a_document_says_its_dialect(version: str) -> None:
    assert reading({**api(5), "openapi": version}).dialect is VERSIONS[version]


@pytest.mark.parametrize("tree", [{}, {"openapi": "4.0.0"}, {"swagger": "1.2"}, {"openapi": None}])
def test_a_document_of_no_known_dialect_is_refused_with_a_place(tree: Json) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        reading(tree)

    (finding,) = refused.value.findings
    assert finding.rule == "openapi-version"
    assert (finding.location.file, finding.location.line) == ("openapi.json", 1)
    assert finding.hint


def test_reading_leaves_the_garbage_collector_as_it_was() -> None:
    reading(api(5))
    with pytest.raises(UnreadableDocument):
        reading({})

    assert gc.isenabled()


def test_the_door_opens_without_the_heavy_libraries() -> None:
    script = (
        "import sys, decant.contract; "
        "print({'jsonschema_rs', 'yaml_rs', 'yaml', 'decant.contract.diff'} & set(sys.modules))"
    )

    found = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "set()"
