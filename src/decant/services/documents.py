"""Documents of revisions: as they were pushed, as one, in the other format; their operations."""

from __future__ import annotations

import codecs
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import orjson

from decant.contract import Dialect, Document, Manifest
from decant.errors import NotFound
from decant.pool import Recent
from decant.services import blobs, pages, revisions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy.orm import Session

    from decant.db import Database
    from decant.pool import Pool
    from decant.services.access import Actor, ApiName
    from decant.services.pages import Page, Window
    from decant.services.revisions import RevisionFacts

Json: TypeAlias = Any

_KEPT_BYTES: Final = 48 << 20
_KEPT_OPERATIONS: Final = 20_000
# By content, so that what is kept stays true.
_spelled: Recent[bytes] = Recent(_KEPT_BYTES)
_listed: Recent[tuple[Operation, ...]] = Recent(_KEPT_OPERATIONS)


class Form(StrEnum):
    """A file as it was pushed, or the whole document in one."""

    PUSHED = "pushed"
    BUNDLED = "bundled"


class Format(StrEnum):
    """How a text is spelled."""

    JSON = "json"
    YAML = "yaml"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which text of which revision; None leaves the file or the format as it is."""

    api: ApiName
    ref: str
    form: Form = Form.PUSHED
    format: Format | None = None
    file: str | None = None


@dataclass(frozen=True, slots=True)
class Text:
    """A text, the format it is spelled in, and the revision it belongs to.

    `digest` is that of the stored text it was made from.
    """

    content: bytes = field(repr=False)
    format: Format
    digest: str
    revision: RevisionFacts


@dataclass(frozen=True, slots=True)
class Files:
    """Every file as it was pushed, by path."""

    root: str
    files: Mapping[str, bytes] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation of a document; `webhook` ones have a name where others have a path."""

    method: str
    path: str
    webhook: bool
    operation_id: str | None
    summary: str | None
    tags: tuple[str, ...]
    deprecated: bool


def text(database: Database, pool: Pool, actor: Actor, wanted: Wanted) -> Text:
    """A text of a revision that the actor may see; no transaction may be open.

    A document of one file is its own bundle. Members keep the order they were written in.
    """
    with database.reading() as session:
        revision = revisions.get(session, actor, wanted.api, wanted.ref)
        digest, file = _chosen(session, revision, wanted)
        content = blobs.load(session, digest)
    written = _format_of(file, content)
    asked = wanted.format or written
    if asked is not written:
        content = _respelled(pool, digest, content, asked)
    return Text(content, asked, digest, revision)


def spelled_as_3(database: Database, pool: Pool, actor: Actor, wanted: Wanted) -> bytes:
    """The whole document as JSON in the words of OpenAPI 3; no transaction may be open."""
    with database.reading() as session:
        revision = revisions.get(session, actor, wanted.api, wanted.ref)
    if revision.dialect != Dialect.V2_0:
        whole = replace(wanted, form=Form.BUNDLED, format=Format.JSON)
        return text(database, pool, actor, whole).content
    with database.reading() as session:
        manifest = _manifest(session, revision)
        held = blobs.load_all(session, [unit.raw for unit in manifest.units.values()])
    return orjson.dumps(Document.stored(manifest, held.__getitem__).tree)


def files(session: Session, actor: Actor, name: ApiName, ref: str) -> Files:
    """Every file of a revision, as it was pushed."""
    revision = revisions.get(session, actor, name, ref)
    manifest = _manifest(session, revision)
    found = blobs.load_all(session, list(set(manifest.files.values())))
    return Files(manifest.root, {path: found[digest] for path, digest in manifest.files.items()})


def operations(
    session: Session, actor: Actor, name: ApiName, ref: str, *, window: Window
) -> Page[Operation]:
    """The operations of a revision, in the order they were written; the key counts them."""
    revision = revisions.get(session, actor, name, ref)
    listed = _operations(session, revision.operations)
    start = 0 if window.after is None else int(window.after)
    rows = list(enumerate(listed[start : start + window.limit + 1], start + 1))
    page = pages.cut(rows, window, lambda row: row[0])
    return pages.Page(tuple(operation for _, operation in page.items), page.next)


def _chosen(session: Session, revision: RevisionFacts, wanted: Wanted) -> tuple[str, str]:
    """The stored text that is wanted, and the name of its file."""
    if wanted.form is Form.BUNDLED:
        return revision.bundled or revision.text, revision.root if not revision.bundled else ""
    file = revision.root if wanted.file is None else wanted.file
    if file == revision.root:
        return revision.text, file
    known = _manifest(session, revision).files
    if file not in known:
        raise NotFound(f"this revision has no file '{file[:200]}'")
    return known[file], file


def _respelled(pool: Pool, digest: str, content: bytes, asked: Format) -> bytes:
    known = _spelled.get((digest, asked))
    if known is None:
        known = pool.convert(content, asked.value)
        _spelled.put((digest, asked), known, len(known))
    return known


def _format_of(file: str, content: bytes) -> Format:
    """What a text is spelled in. JSON is YAML, too, so a name that says YAML is right."""
    if file.endswith((".yaml", ".yml")):
        return Format.YAML
    start = content.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
    return Format.JSON if start in (b"{", b"[") else Format.YAML


def _manifest(session: Session, revision: RevisionFacts) -> Manifest:
    return Manifest.from_bytes(blobs.load(session, revision.manifest))


def _operations(session: Session, digest: str) -> tuple[Operation, ...]:
    known = _listed.get(digest)
    if known is None:
        said = orjson.loads(blobs.load(session, digest))
        known = tuple(Operation(**{**one, "tags": tuple(one["tags"])}) for one in said)
        _listed.put(digest, known, max(1, len(known)))
    return known
