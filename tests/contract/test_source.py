"""The files of a document are checked before anything reads them, and each is read once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from decant.contract.errors import UnreadableDocument
from decant.contract.source import DEFAULT_LIMITS, Limits, gather

if TYPE_CHECKING:
    from collections.abc import Mapping

    from decant.contract.findings import Finding

ROOT = b"openapi: 3.1.0\ninfo: {title: Pets}\n"
PET = b"type: object\n"
SMALL = Limits(files=2, file_bytes=50, total_bytes=80, path_characters=20)


def refusal(
    files: Mapping[str, bytes], root: str | None = None, limits: Limits = DEFAULT_LIMITS
) -> Finding:
    with pytest.raises(UnreadableDocument) as refused:
        gather(files, root, limits)
    return refused.value.findings[0]


def test_the_only_file_is_the_root_whatever_it_says() -> None:
    source = gather({"pets.yaml": b"hello: world"})

    assert source.root == "pets.yaml"
    assert source.tree("pets.yaml") == {"hello": "world"}


@pytest.mark.parametrize(
    "root",
    [
        ROOT,
        b'{"info": {}, "openapi" : "3.1.0"}',
        b'{\n  "swagger": "2.0"\n}',
        b"# a note\r\n---\r\n'openapi': 3.1.0\r\n",
        b"\xef\xbb\xbfswagger: '2.0'",
    ],
)
def test_the_file_with_an_openapi_field_is_the_root(root: bytes) -> None:
    files = {"a/pet.yaml": PET, "readme.md": b"# openapi", "z.yaml": root}

    assert gather(files).root == "z.yaml"


def test_of_several_roots_the_one_nearest_the_top_is_taken() -> None:
    files = {"old/api.yaml": ROOT, "api.yaml": ROOT, "old/older/api.yaml": ROOT}

    assert gather(files).root == "api.yaml"


def test_a_named_root_wins() -> None:
    source = gather({"a.yaml": ROOT, "v2/b.yaml": ROOT}, root="./v2//b.yaml")

    assert source.root == "v2/b.yaml"


def test_two_roots_side_by_side_are_refused_by_name() -> None:
    finding = refusal({"b.yaml": ROOT, "a.yaml": ROOT, "c.yaml": PET})

    assert finding.rule == "root-ambiguous"
    assert finding.message == "2 files could be the root: 'a.yaml', 'b.yaml'"


@pytest.mark.parametrize("files", [{}, {"a.yaml": PET, "b.yaml": PET}])
def test_files_without_a_root_are_refused(files: dict[str, bytes]) -> None:
    assert refusal(files).rule == "root-not-found"


def test_a_named_root_that_is_missing_is_refused_with_what_there_is() -> None:
    finding = refusal({"a.yaml": ROOT}, root="b.yaml")

    assert finding.rule == "root-not-found"
    assert finding.hint == "Name one of: 'a.yaml'."


@pytest.mark.parametrize(
    "path",
    [
        *(
            "/etc/passwd",
            "../a.yaml",
            "a/../../b.yaml",
            "a/..",
            "a\\b.yaml",
            "C:/a.yaml",
            "c:a.yaml",
        ),
        *(
            "",
            ".",
            "./",
            "a/",
            "//",
            "a\0.yaml",
            "a\n.yaml",
            "a\x7f.yaml",
            "\ud800.yaml",
            "a" * 513,
        ),
    ],
)
def test_a_path_that_is_not_plainly_inside_the_document_is_refused(path: str) -> None:
    finding = refusal({path: ROOT})

    assert finding.rule == "file-path"
    assert finding.message.isprintable()


@pytest.mark.parametrize(
    "twins", [("a/Pet.yaml", "a/pet.yaml"), ("a.yaml", "./a.yaml"), ("ß", "SS")]
)
def test_two_paths_that_are_one_file_somewhere_are_refused(twins: tuple[str, str]) -> None:
    finding = refusal(dict.fromkeys(twins, ROOT))

    assert finding.rule == "file-path"
    assert ascii(twins[0]) in finding.message


def test_paths_are_normalised() -> None:
    source = gather({"./a.yaml": ROOT, "x//y/./pet.yaml": PET})

    assert set(source.files) == {"a.yaml", "x/y/pet.yaml"}
    assert source.has("x/y/pet.yaml")
    assert not source.has("./a.yaml")


def test_more_files_than_allowed_are_refused() -> None:
    files = {"a": ROOT, "b": b"", "c": b""}

    assert refusal(files, limits=SMALL).rule == "too-many-files"


@pytest.mark.parametrize("sizes", [(51,), (45, 45)])
def test_more_bytes_than_allowed_are_refused(sizes: tuple[int, ...]) -> None:
    files = {f"{index}.yaml": b"#" * size for index, size in enumerate(sizes)}

    assert refusal(files, limits=SMALL).rule == "document-too-large"


def test_a_file_that_is_too_large_is_named() -> None:
    assert refusal({"a": ROOT, "b": b"#" * 51}, limits=SMALL).location.file == "b"


def test_nothing_is_parsed_before_it_is_asked_for() -> None:
    source = gather({"a.yaml": ROOT, "b.yaml": b"[: broken"})

    assert source.tree("a.yaml")["openapi"] == "3.1.0"
    with pytest.raises(UnreadableDocument) as refused:
        source.tree("b.yaml")
    assert refused.value.findings[0].location.file == "b.yaml"


def test_each_file_is_parsed_once() -> None:
    source = gather({"a.yaml": ROOT})

    assert source.tree("a.yaml") is source.tree("a.yaml")


@pytest.mark.parametrize("text", [b"- a", b"hello", b"", b"# note", b"[1]", b"null"])
def test_a_root_that_is_no_object_is_refused(text: bytes) -> None:
    with pytest.raises(UnreadableDocument) as refused:
        gather({"a.yaml": text}).tree("a.yaml")

    assert refused.value.findings[0].rule == "not-an-object"


def test_other_files_may_hold_any_value() -> None:
    source = gather({"a.yaml": ROOT, "list.yaml": b"- a", "text.md": b"hello"})

    assert source.tree("list.yaml") == ["a"]
    assert source.tree("text.md") == "hello"


def test_a_pointer_has_a_place_in_its_file() -> None:
    source = gather({"a.yaml": ROOT, "b.json": b'{\n "type": "object"}'})

    assert source.position("a.yaml", "/info/title") == (2, 8)
    assert source.position("b.json", "/type") == (2, 2)


def test_the_files_cannot_be_changed_behind_the_source() -> None:
    files = {"a.yaml": ROOT}
    source = gather(files)

    files["a.yaml"] = PET

    assert source.files["a.yaml"] == ROOT
