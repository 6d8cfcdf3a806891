"""A document: what the files say, cut into units that can be stored, hashed and compared.

Everything above this module works on one tree with local `$ref`s only. A tree of files
is bundled into that form once, in `bundle`; `origins` leads back to file and place.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeAlias
from weakref import ref

import orjson

from decant.contract.bundle import Bundle, Origin, nearest
from decant.contract.dialects import Dialect
from decant.contract.errors import UnknownUnit
from decant.contract.findings import Location
from decant.contract.hashes import hashed, told_apart
from decant.contract.positions import Positions
from decant.contract.references import References, pointer_of
from decant.contract.units import (
    ITEMS,
    LONGEST,
    MORE,
    Unit,
    canonical,
    cut,
    is_operation,
    joined,
)

if TYPE_CHECKING:
    from decant.contract.source import Source

__all__ = ["Dialect", "Document", "Manifest", "Origin", "Unit", "digest_of", "units_of"]

Json: TypeAlias = Any
Load: TypeAlias = Callable[[str], bytes]
_MISSING: Final = object()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What there is to know about a document without reading its content.

    `files` maps each path to the SHA-256 of its bytes, `units` each name to its hashes in
    reading order, `origins` each bundled pointer to where it was written if that is not
    the same place of the root file. `digest` tells whether two pushes are the same,
    `canonical` whether two documents are. `size` counts the bytes as pushed.
    """

    dialect: Dialect
    root: str
    files: Mapping[str, str]
    units: Mapping[str, Unit]
    origins: Mapping[str, Origin]
    digest: str
    canonical: str
    title: str
    version: str
    size: int
    operation_count: int

    def to_bytes(self) -> bytes:
        """This manifest as JSON; the order of units is kept."""
        fields = {name: getattr(self, name) for name in self.__dataclass_fields__}
        fields["files"] = dict(self.files)
        fields["units"] = {name: [unit.raw, unit.deep] for name, unit in self.units.items()}
        fields["origins"] = {at: [one.file, one.pointer] for at, one in self.origins.items()}
        return orjson.dumps(fields)

    @classmethod
    def from_bytes(cls, data: bytes) -> Manifest:
        """The manifest that `to_bytes` wrote."""
        fields = orjson.loads(data)
        fields["dialect"] = Dialect(fields["dialect"])
        fields["units"] = {name: Unit(*unit) for name, unit in fields["units"].items()}
        fields["origins"] = {at: Origin(*one) for at, one in fields["origins"].items()}
        return cls(**fields)


class Document:
    """One document, just read or lying in a store; equal only to itself."""

    def __init__(
        self, about: Manifest | Bundle, files: Mapping[str, bytes], root: str, content: _Content
    ) -> None:
        self.dialect = about.dialect
        self.origins = about.origins
        self.files = files
        self.root = root
        self._about = about
        self.content = content
        self._references = References(content.enter)
        self._positions: dict[str, Positions] = {}

    @classmethod
    def parsed(cls, source: Source, bundled: Bundle) -> Document:
        """The document that was just read from these files."""
        files = MappingProxyType(dict(source.files))
        return cls(bundled, files, source.root, _Parsed(bundled.tree))

    @classmethod
    def stored(cls, manifest: Manifest, load: Load) -> Document:
        """A document in a store; units and texts are loaded when first asked for.

        `load` gives the bytes of a digest in hex and raises LookupError if it has none,
        which becomes UnknownUnit.
        """
        loading = _Loading(load)
        texts = _Texts(manifest.files, loading)
        return cls(manifest, texts, manifest.root, _Stored(manifest.units, loading))

    @cached_property
    def manifest(self) -> Manifest:
        """What there is to know about it; of one just read every unit is hashed for that."""
        if isinstance(self._about, Manifest):
            return self._about
        return _manifest(self.files, self.root, self._about)

    @property
    def is_hashed(self) -> bool:
        """Whether its manifest is at hand."""
        return isinstance(self._about, Manifest) or "manifest" in self.__dict__

    @property
    def title(self) -> str:
        """What it is called; empty if it does not say."""
        return _text(self.unit("info"), "title")

    @property
    def version(self) -> str:
        """Its own version; empty if it does not say."""
        return _text(self.unit("info"), "version")

    @property
    def tree(self) -> Json:
        """The whole document as one tree."""
        return self.content.tree

    def unit(self, name: str) -> Json:
        """The content of a unit; None if there is no such unit."""
        return self.content.unit(name) if name in self.content.names else None

    def resolve(self, ref: str) -> Json | None:
        """What `#/a/b` names, other references on the way followed; None if nothing."""
        return self._references.resolve(ref)

    def follow(self, node: Json) -> Json:
        """The node behind a chain of `$ref`; the last one where it breaks off or closes."""
        return self._references.follow(node)

    def locate(self, pointer: str) -> Location:
        """The file, line and column where a place of the tree was written."""
        origin = nearest(pointer, self.origins, self.root)
        positions = self._positions.get(origin.file)
        if positions is None:
            positions = self._positions[origin.file] = Positions(self.files[origin.file])
        return Location(origin.pointer, origin.file, *positions.at(origin.pointer))

    def unit_bytes(self) -> Iterator[tuple[str, bytes]]:
        """(raw hash, canonical bytes) of every unit, for a store."""
        for name, unit in self.manifest.units.items():
            yield unit.raw, canonical(self.content.unit(name))


class _Content(Protocol):
    """What a document says, wherever it is kept."""

    @property
    def tree(self) -> Json: ...

    @property
    def names(self) -> Container[str]: ...

    def unit(self, name: str) -> Json: ...

    def enter(self, tokens: Sequence[str]) -> tuple[Json, int]: ...


class _Parsed:
    """A tree in memory."""

    def __init__(self, tree: dict[str, Json]) -> None:
        self.tree = tree

    @cached_property
    def units(self) -> dict[str, Json]:
        return dict(cut(self.tree))

    @property
    def names(self) -> Container[str]:
        return self.units

    def unit(self, name: str) -> Json:
        return self.units[name]

    def enter(self, tokens: Sequence[str]) -> tuple[Json, int]:  # noqa: ARG002 - it is all here
        return self.tree, 0


class _Stored:
    """Units in a store, each loaded once, when it is first needed."""

    def __init__(self, names: Mapping[str, Unit], load: Load) -> None:
        self.names, self._load = names, load
        self.loaded: dict[str, Json] = {}
        self._items: dict[str, Json] = {}
        self._other: Callable[[], _Stored | None] = lambda: None

    @cached_property
    def tree(self) -> Json:
        return joined((name, self.unit(name)) for name in self.names)

    def unit(self, name: str) -> Json:
        value = self.loaded.get(name, _MISSING)
        if value is _MISSING:
            value = self.loaded[name] = self._read(name, self.names[name].raw)
        return value

    def lean_on(self, other: _Stored) -> None:
        """Take what has the same content there, and was read there, as one's own."""
        self._other = ref(other)

    def _read(self, name: str, raw: str) -> Json:
        other = self._other()
        twin = None if other is None else other.names.get(name)
        if other is not None and twin is not None and twin.raw == raw and name in other.loaded:
            return other.loaded[name]
        return orjson.loads(self._load(raw))

    def enter(self, tokens: Sequence[str]) -> tuple[Json, int]:
        """The unit that a pointer leads into; for what holds several units, those together."""
        if len(tokens) > 1 and tokens[0] in ITEMS and tokens[2:] in ([], [MORE]):
            return self._item(pointer_of(tokens[:2])[1:], tokens), 2
        for length in range(min(len(tokens), LONGEST), 0, -1):
            name = pointer_of(tokens[:length])[1:]
            if name in self.names:
                return self.unit(name), length
        return (None, len(tokens)) if len(tokens) > 2 else (self.tree, 0)

    def _item(self, name: str, tokens: Sequence[str]) -> Json:
        """A whole path item: its operations and the rest."""
        if name not in self._items:
            parts = joined((unit, self.unit(unit)) for unit in self._parts.get(name, ()))
            self._items[name] = parts[tokens[0]][tokens[1]] if parts else None
        return self._items[name]

    @cached_property
    def _parts(self) -> dict[str, list[str]]:
        """The units of each path item."""
        parts: dict[str, list[str]] = {}
        for name in self.names:
            parts.setdefault("/".join(name.split("/", 2)[:2]), []).append(name)
        return parts


class _Loading:
    """A store that is asked for bytes by digest."""

    def __init__(self, load: Load) -> None:
        self._load = load

    def __call__(self, digest: str) -> bytes:
        try:
            return self._load(digest)
        except LookupError:
            raise UnknownUnit(digest) from None


class _Texts(Mapping[str, bytes]):
    """The files of a stored document, each loaded when it is first asked for."""

    def __init__(self, digests: Mapping[str, str], load: Load) -> None:
        self._digests, self._load = digests, load
        self._texts: dict[str, bytes] = {}

    def __getitem__(self, path: str) -> bytes:
        if path not in self._texts:
            self._texts[path] = self._load(self._digests[path])
        return self._texts[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._digests)

    def __len__(self) -> int:
        return len(self._digests)


def _manifest(files: Mapping[str, bytes], root: str, bundled: Bundle) -> Manifest:
    texts = _hashes(files)
    units = hashed(bundled.tree)
    info = bundled.tree.get("info")
    return Manifest(
        dialect=bundled.dialect,
        root=root,
        files=texts,
        units=units,
        origins=bundled.origins,
        digest=_digest([root, texts]),
        canonical=_digest([bundled.dialect, sorted((n, unit.raw) for n, unit in units.items())]),
        title=_text(info, "title"),
        version=_text(info, "version"),
        size=sum(map(len, files.values())),
        operation_count=sum(map(is_operation, units)),
    )


def units_of(older: Document, newer: Document) -> tuple[Mapping[str, Unit], Mapping[str, Unit]]:
    """The units of two documents, to be held against each other; not to be kept.

    From now on what is equal in both is one object in memory, as far as that costs nothing.
    """
    one, two = older.content, newer.content
    if isinstance(one, _Stored) and isinstance(two, _Stored):
        one.lean_on(two)
        two.lean_on(one)
    is_hashed = older.is_hashed or newer.is_hashed
    if isinstance(one, _Parsed) and isinstance(two, _Parsed) and not is_hashed:
        return told_apart(one.units, two.units)
    return older.manifest.units, newer.manifest.units


def digest_of(root: str, files: Mapping[str, bytes]) -> str:
    """The `digest` that a manifest of these files has; they need not be read for it."""
    return _digest([root, _hashes(files)])


def _hashes(files: Mapping[str, bytes]) -> dict[str, str]:
    return {path: sha256(files[path]).hexdigest() for path in sorted(files)}


def _digest(content: Json) -> str:
    return f"sha256:{sha256(canonical(content)).hexdigest()}"


def _text(info: Json, field: str) -> str:
    value = info.get(field) if isinstance(info, dict) else None
    return value if isinstance(value, str) else ""
