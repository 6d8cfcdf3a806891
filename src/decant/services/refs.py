"""What a ref names: a revision by number, by digest (or its start), or by label."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING, Final

from sqlalchemy import ColumnElement, Integer, String, and_, bindparam, select

from decant.errors import Invalid, NotFound
from decant.models import Api, Label, Revision
from decant.services import access, names

if TYPE_CHECKING:
    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from decant.services.access import Actor, Viewer

# At least 12 hex digits: shorter ones would soon name several revisions.
_DIGEST: Final = re.compile("sha256:[0-9a-f]{12,64}")
_LARGEST_NUMBER: Final = 2**31 - 1


class Kind(Enum):
    """How a ref names its revision."""

    NUMBER = "number"
    DIGEST = "digest"
    LABEL = "label"


@dataclass(frozen=True, slots=True)
class Held:
    """A stored revision, as far as the engine needs it."""

    id: int
    number: int
    digest: str
    root: str
    manifest: str


HELD: Final = (
    Revision.id, Revision.number, Revision.digest, Revision.root, Revision.manifest,
)  # fmt: skip


def kind_of(ref: str) -> Kind:
    """Tell what a ref is; raises NotFound for what cannot name anything."""
    if ref.isascii() and ref.isdigit():
        if int(ref) > _LARGEST_NUMBER:
            raise NotFound(f"no revision '{ref[:100]}'")
        return Kind.NUMBER
    if _DIGEST.fullmatch(ref):
        return Kind.DIGEST
    if re.fullmatch(names.LABEL, ref):
        return Kind.LABEL
    raise NotFound(f"no revision '{ref[:100]}'")


def names_it(kind: Kind) -> ColumnElement[bool]:
    """Build the condition on `Revision`, within one API; run with `naming(ref)`."""
    if kind is Kind.NUMBER:
        return Revision.number == bindparam("ref_number", Integer)
    if kind is Kind.DIGEST:
        return and_(
            Revision.digest >= bindparam("ref", type_=String),
            Revision.digest < bindparam("ref_end", type_=String),
        )
    pointed = select(Label.revision_id).where(
        Label.api_id == Revision.api_id, Label.name == bindparam("ref", String)
    )
    return Revision.id == pointed.correlate(Revision).scalar_subquery()


def naming(kind: Kind, ref: str) -> dict[str, int | str]:
    """The parameters of a statement made with `names_it`."""
    if kind is Kind.NUMBER:
        return {"ref_number": int(ref)}
    # 'g' comes right after the last hex digit.
    return {"ref": ref, "ref_end": f"{ref}g"}


def get(session: Session, actor: Actor, api_id: int, ref: str) -> Held:
    """The revision of an API that a ref names; the API must be visible to the actor."""
    kind = kind_of(ref)
    parameters = {"api_id": api_id, **access.viewing(actor), **naming(kind, ref)}
    statement = _held_by(access.viewer_of(actor), kind)
    rows = session.execute(statement, parameters).all()
    if not rows:
        raise NotFound(f"no revision '{ref}' here")
    if len(rows) > 1:
        raise ambiguous(ref)
    return Held(*rows[0])


def ambiguous(ref: str) -> Invalid:
    """The refusal of a digest's start that several revisions share."""
    return Invalid(f"'{ref}' names several revisions; give more of the digest")


@cache
def _held_by(viewer: Viewer, kind: Kind) -> Select[int, int, str, str, str]:
    mine = Revision.api_id == bindparam("api_id", Integer)
    return (
        select(*HELD)
        .join(Api, Api.id == Revision.api_id)
        .where(mine, access.sees_revision_as(viewer), names_it(kind))
        .limit(2)
    )
