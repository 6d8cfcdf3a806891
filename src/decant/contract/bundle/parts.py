"""What an assembly keeps track of: places in the making, parts of files, components."""

from __future__ import annotations

from typing import Any, NamedTuple, TypeAlias

from decant.contract.references import escaped

from .homes import Kind, Shape

Json: TypeAlias = Any
Holder: TypeAlias = Any  # the object or list that a copy is put into
# What stands somewhere: its shape, and its kind, which is None for all but OpenAPI objects.
Role: TypeAlias = tuple[Shape, Kind | None]


class Slot:
    """A part of some file that is kept as a component; it is named once all are known."""

    __slots__ = ("file", "home", "made", "name", "pointer")

    def __init__(self, home: tuple[str, ...], file: str, pointer: str, name: str = "") -> None:
        self.home, self.file, self.pointer, self.name = home, file, pointer, name
        self.made: list[Json] = [None]

    @property
    def way(self) -> Way:
        way: Way | None = None
        for token in self.home:
            way = below(way, token)
        return below(way, self)


class Way(NamedTuple):
    """A place in the tree that is being made, from its end to its beginning."""

    above: Way | None
    token: str | int | Slot
    depth: int

    def tokens(self, since: Way | None = None) -> str:
        """The JSON pointer to here, or only the part of it below another place."""
        found: list[str] = []
        way: Way | None = self
        while way is not None and way is not since:
            token = way.token.name if isinstance(way.token, Slot) else str(way.token)
            found.append(f"/{escaped(token)}")
            way = way.above
        return "".join(reversed(found))


def below(way: Way | None, token: str | int | Slot) -> Way:
    return Way(way, token, 1 if way is None else way.depth + 1)


def pointer_to(way: Way | None) -> str:
    return "" if way is None else way.tokens()


class Frame(NamedTuple):
    """A part of a file that is being copied to some place, and the part around it."""

    file: str
    pointer: str
    way: Way | None
    around: Frame | None

    def written(self, way: Way | None) -> str:
        """The pointer in the file to what is copied to a place below this part's."""
        return self.pointer + ("" if way is None else way.tokens(since=self.way))

    def enclosing(self, file: str, pointer: str) -> Frame | None:
        """The part around here, or here, that is a copy of that very place."""
        frame: Frame | None = self
        while frame is not None and (frame.file, frame.pointer) != (file, pointer):
            frame = frame.around
        return frame


class Job(NamedTuple):
    """A value to be copied to `holder[key]`, with the fields that win over its own."""

    node: Json
    role: Role
    way: Way | None
    holder: Holder
    key: str | int
    frame: Frame
    beside: dict[str, tuple[Json, Frame]]
