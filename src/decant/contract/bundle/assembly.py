"""Puts a tree of files together, part by part, without recursion.

What may be a component becomes one, once, however often it is referred to, so that circles
stay circles. What may not (path items, operations, texts) is put in place of the reference.
Data that only looks like a reference is left alone.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, TypeAlias

from decant.contract.errors import UnreadableDocument
from decant.contract.findings import Finding, Location, Severity
from decant.contract.references import escaped, ref_of

from .homes import FIELDS, LIST, MAP, ONE, Kind, homes_in
from .links import Lead, Links
from .names import names_for
from .origins import Origin, nearest
from .parts import Frame, Job, Role, Slot, Way, below, pointer_to

if TYPE_CHECKING:
    from decant.contract.dialects import Dialect
    from decant.contract.source import Limits, Source

Json: TypeAlias = Any
_DATA: Final[Role] = (ONE, None)
_MOST_REFUSALS: Final = 100
# Objects and lists put in place of references; the largest tree known has 15,000.
_MOST_INSERTED: Final = 250_000
# fmt: off
_REFUSED: Final = {
    "ref-remote":  ("leads to the network, and nothing is ever fetched",
                    "Push a copy of what it names with the other files, and refer to that."),
    "ref-outside": ("leads out of the files that were pushed",
                    "Push the folder that holds all files the document refers to."),
}
# fmt: on


class Assembly:
    """The tree of one document in the making."""

    def __init__(self, source: Source, dialect: Dialect, limits: Limits) -> None:
        self._source, self._limits, self._root = source, limits, source.root
        self._links = Links(source)
        self._homes = homes_in(dialect)
        self._slots: dict[tuple[tuple[str, ...], str, str], Slot] = {}
        self._claims: dict[int, Slot] = {}
        self._jobs: list[Job] = []
        self._copied = self._inserted = 0
        self._origins: list[tuple[Way | None, Origin]] = []
        self._pending: list[tuple[dict[str, Json], str, Slot]] = []
        self._circles: list[tuple[dict[str, Json], Way | None]] = []
        self._refused: list[tuple[Way | None, str, str]] = []

    def tree(self) -> dict[str, Json]:
        """Put everything together; raises UnreadableDocument for what may not be followed."""
        for home in self._homes.values():
            self._claim_names(home)
        made: list[Json] = [None]
        root = Frame(self._root, "", None, None)
        whole = self._source.tree(self._root)
        self._jobs.append(Job(whole, (ONE, Kind.DOCUMENT), None, made, 0, root, {}))
        while self._jobs:
            self._copy(self._jobs.pop())
        tree: dict[str, Json] = made[0]
        self._name_components(tree)
        for holder, key, slot in self._pending:
            holder[key] = f"#{slot.way.tokens()}"
        for holder, way in self._circles:
            holder["$ref"] = f"#{pointer_to(way)}"
        if self._refused:
            raise UnreadableDocument([self._refusal(*r) for r in self._refused[:_MOST_REFUSALS]])
        return tree

    def origins(self) -> dict[str, Origin]:
        """Where the parts of the tree were written that did not stay where they were."""
        return {pointer_to(way): origin for way, origin in self._origins}

    def _claim_names(self, home: tuple[str, ...]) -> None:
        """Keep the names that the root file gives to parts in other files."""
        file, pointer, node = self._root, "", self._source.tree(self._root)
        for token in home:
            node, pointer = _member(node, token), f"{pointer}/{token}"
            ref = ref_of(node)
            if ref is not None:
                lead = self._links.lead(file, ref)
                file, pointer, node = lead.file or file, lead.pointer, lead.node
        for name, written in (node if isinstance(node, dict) else {}).items():
            ref = ref_of(written)
            lead = Lead(file, f"{pointer}/{escaped(name)}")
            if ref is not None and len(written) == 1:
                lead = self._links.lead(file, ref)
            if lead.file is None or lead.file == self._root:
                continue
            key = (home, lead.file, lead.pointer)
            if key not in self._slots:
                self._slots[key] = self._claims[id(written)] = Slot(*key, name)

    def _copy(self, job: Job) -> None:
        """Copy one value; the objects and lists inside it wait for their turn."""
        node = job.node
        if isinstance(node, dict):
            ref = node.get("$ref")
            if not isinstance(ref, str) or not self._refer(job, ref):
                self._copy_object(job)
        elif isinstance(node, list):
            self._count(job)
            made = job.holder[job.key] = list(node)
            for index, item in enumerate(node):
                if isinstance(item, (dict, list)):
                    way, role = below(job.way, index), (ONE, job.role[1])
                    self._jobs.append(Job(item, role, way, made, index, job.frame, {}))
        else:
            job.holder[job.key] = node

    def _copy_object(self, job: Job) -> dict[str, Json]:
        self._count(job)
        made: dict[str, Json] = {}
        job.holder[job.key] = made
        frame, beside = job.frame, job.beside
        members = [(k, v, frame) for k, v in job.node.items() if k not in beside]
        members += [(key, value, other) for key, (value, other) in beside.items()]
        for key, value, origin in members:
            made[key] = value
            if key == "discriminator" and job.role == (ONE, Kind.SCHEMA):
                made[key] = self._discriminator(value, origin)
            elif isinstance(value, (dict, list)):
                role, way = _role_below(job.role, key), below(job.way, key)
                self._jobs.append(Job(value, role, way, made, key, origin, {}))
        return made

    def _discriminator(self, written: Json, frame: Frame) -> Json:
        """A discriminator, whose mapping may name schemas in other files."""
        mapping = _member(written, "mapping")
        if not isinstance(mapping, dict):
            return written
        copy = dict(mapping)
        for value, target in mapping.items():
            is_local = str(target).startswith("#")
            if not isinstance(target, str) or (is_local and frame.file == self._root):
                continue
            lead = self._links.lead(frame.file, target)
            if lead.file == self._root:
                copy[value] = f"#{lead.pointer}"
            elif lead.file is not None:
                self._pending.append((copy, value, self._slot(Kind.SCHEMA, lead)))
            elif is_local and self._may_stand_in_tree(target):
                copy[value] = frame.file + target
        return {**written, "mapping": copy}

    def _may_stand_in_tree(self, ref: str) -> bool:
        """Whether a local reference from another file would mean something by accident."""
        in_root = self._links.lead(self._root, ref).file is not None
        return in_root or any(ref.startswith(f"#/{home[0]}/") for home in self._homes.values())

    def _refer(self, job: Job, ref: str) -> bool:
        """Deal with a reference; False if it is to be copied as it stands."""
        frame, (shape, kind) = job.frame, job.role
        if ref.startswith("#/") and frame.file == self._root:
            return False
        lead = self._links.lead(frame.file, ref)
        if lead.file is None:
            return self._leave(job, ref, lead)
        in_place = shape is not ONE or kind not in self._homes
        claimed = self._claims.get(id(job.node))
        if in_place or (claimed is not None and claimed.way.tokens() == pointer_to(job.way)):
            self._insert(job, lead)
        elif lead.file == self._root:
            self._copy_object(job)["$ref"] = f"#{lead.pointer}"
        elif kind is not None:
            self._pending.append((self._copy_object(job), "$ref", self._slot(kind, lead)))
        return True

    def _leave(self, job: Job, ref: str, lead: Lead) -> bool:
        """A reference to nothing stays, for validation to find; one to outside is refused."""
        if job.role[1] is None:
            return False
        if lead.rule is not None:
            self._refused.append((job.way, lead.rule, ref))
        if ref.startswith("#") and job.frame.file != self._root:
            # In the one tree it would mean another place, which may well exist.
            self._copy_object(job)["$ref"] = job.frame.file + ref
            return True
        return False

    def _insert(self, job: Job, lead: Lead) -> None:
        """Put what is referred to in place of the reference, or point at where it encloses it."""
        file, frame = str(lead.file), job.frame
        around = frame.enclosing(file, lead.pointer)
        if around is not None:
            self._circles.append((self._copy_object(job), around.way))
            return
        written = frame.written(job.way)
        self._origins.append((job.way, Origin(file, lead.pointer)))
        beside = {k: (v, frame) for k, v in job.node.items() if k != "$ref"}
        for key in beside:
            place = Origin(frame.file, f"{written}/{escaped(key)}")
            self._origins.append((below(job.way, key), place))
        inner = Frame(file, lead.pointer, job.way, frame)
        self._jobs.append(
            job._replace(node=lead.node, frame=inner, beside={**beside, **job.beside})
        )

    def _slot(self, kind: Kind, lead: Lead) -> Slot:
        """The component for what a reference leads to, made when it is first asked for."""
        home, file = self._homes[kind], str(lead.file)
        key = (home, file, lead.pointer)
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = Slot(*key)
            way = slot.way
            self._origins.append((way, Origin(file, lead.pointer)))
            frame = Frame(file, lead.pointer, way, None)
            self._jobs.append(Job(lead.node, (ONE, kind), way, slot.made, 0, frame, {}))
        return slot

    def _name_components(self, tree: dict[str, Json]) -> None:
        for home in self._homes.values():
            unnamed = {
                (slot.file, slot.pointer): slot
                for slot in self._slots.values()
                if slot.home == home and not slot.name
            }
            if not unnamed:
                continue
            section = tree
            for token in home:
                if not isinstance(section.get(token), dict):
                    section[token] = {}
                section = section[token]
            for part, name in sorted(names_for(unnamed, set(section)).items(), key=_by_name):
                slot = unnamed[part]
                slot.name, section[name] = name, slot.made[0]

    def _count(self, job: Job) -> None:
        """Refuse what grows without measure: copies of copies, and nesting in nesting."""
        self._copied += 1
        self._inserted += job.frame.around is not None
        depth = 0 if job.way is None else job.way.depth
        is_large = self._copied > self._limits.nodes or self._inserted > _MOST_INSERTED
        if not is_large and depth <= self._limits.depth:
            return
        rule = "too-many-nodes" if is_large else "nesting-too-deep"
        said = "The files put together make a tree that is too large or too deep."
        hint = "Keep what is shared among components instead of referring to it from data."
        place = Location("", self._root, 1, 1)
        raise UnreadableDocument([Finding(rule, Severity.ERROR, said, place, hint)])

    def _refusal(self, way: Way | None, rule: str, ref: str) -> Finding:
        said, hint = _REFUSED[rule]
        origin = nearest(f"{pointer_to(way)}/$ref", self.origins(), self._root)
        line, column = self._source.position(origin.file, origin.pointer)
        place = Location(origin.pointer, origin.file, line, column)
        return Finding(rule, Severity.ERROR, f"'{ref}' {said}.", place, hint)


def _role_below(role: Role, key: str) -> Role:
    """What stands in a field of an object."""
    shape, kind = role
    if kind is None or shape is LIST:
        return _DATA
    if shape is MAP:
        return ONE, kind
    if kind is Kind.CALLBACK:
        return ONE, Kind.PATH_ITEM
    fields = FIELDS.get(kind)
    return fields.get(key, _DATA) if fields else _DATA


def _member(node: Json, token: str) -> Json:
    return node.get(token) if isinstance(node, dict) else None


def _by_name(named: tuple[tuple[str, str], str]) -> str:
    return named[1]
