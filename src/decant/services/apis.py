"""APIs: named contracts over time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError

from decant.errors import NameTaken, PreconditionFailed
from decant.models import Api, Org, utcnow
from decant.services import access, events, names, pages
from decant.services.access import ApiName, Right, Visibility

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Select
    from sqlalchemy.orm import Session

    from decant.services.access import Actor
    from decant.services.pages import Page, Window


@dataclass(frozen=True, slots=True)
class ApiFacts:
    """An API as it is shown; `revision_count` is also the number of its newest revision."""

    org: str
    name: str
    description: str
    visibility: Visibility
    revision_count: int
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def full_name(self) -> ApiName:
        """Its name with its org's."""
        return ApiName(self.org, self.name)


def create(
    session: Session,
    actor: Actor,
    name: ApiName,
    *,
    description: str = "",
    visibility: Visibility = Visibility.PRIVATE,
) -> ApiFacts:
    """Create an API in an org. A name once used in an org is not given again there."""
    org = access.get_org(session, actor, name.org, Right.CREATE_API)
    api = add(session, actor, org, name.api, visibility=visibility)
    api.description = description
    session.flush()
    return _facts(name.org, api)


def add(session: Session, actor: Actor, org: Org, name: str, *, visibility: Visibility) -> Api:
    """Add the row of a new API to an org in which the actor may create one."""
    names.require(names.API, name, "name")
    api = Api(org_id=org.id, name=name, visibility=visibility)
    try:
        with session.begin_nested():
            session.add(api)
    except IntegrityError:
        raise NameTaken(f"'{org.name}' has, or once had, an API called '{name}'") from None
    events.record(session, actor, "api.created", api=api, visibility=visibility.value)
    return api


def get(session: Session, actor: Actor, name: ApiName) -> ApiFacts:
    """The API, if the actor may see it."""
    return _facts(name.org, access.get_api(session, actor, name))


def browse(session: Session, actor: Actor, org: str, window: Window) -> Page[ApiFacts]:
    """The APIs of one org that the actor may see, by name."""
    found = access.get_org(session, actor, org)
    statement = _visible(actor, window).where(Api.org_id == found.id).order_by(Api.name)
    if window.after is not None:
        statement = statement.where(Api.name > str(window.after))
    page = pages.cut(session.execute(statement).all(), window, lambda row: row[1].name)
    return pages.Page(tuple(_facts(name, api) for name, api in page.items), page.next)


def browse_all(session: Session, actor: Actor, window: Window) -> Page[ApiFacts]:
    """Every API that the actor may see, by org and name; the key is `org/api`."""
    statement = _visible(actor, window).order_by(Org.name, Api.name)
    if window.after is not None:
        org, _, api = str(window.after).partition("/")
        statement = statement.where(tuple_(Org.name, Api.name) > tuple_(org, api))
    rows = session.execute(statement).all()
    page = pages.cut(rows, window, lambda row: f"{row[0]}/{row[1].name}")
    return pages.Page(tuple(_facts(org, api) for org, api in page.items), page.next)


def change(
    session: Session,
    actor: Actor,
    name: ApiName,
    *,
    version: int | None = None,
    description: str | None = None,
    visibility: Visibility | None = None,
) -> ApiFacts:
    """Change an API; None leaves a field as it is.

    `version` is the one the caller last saw; None for any.
    """
    api = _locked(session, actor, name, Right.CONFIGURE)
    if version is not None:
        _require_version(api, name, version)
    if description is not None:
        api.description = description
    if visibility is not None:
        api.visibility = visibility
    api.version += 1
    api.updated_at = utcnow()
    events.record(session, actor, "api.changed", api=api, visibility=str(api.visibility))
    session.flush()
    return _facts(name.org, api)


def delete(session: Session, actor: Actor, name: ApiName, *, version: int | None = None) -> None:
    """Delete an API. Its revisions are kept and no longer shown; its name stays taken."""
    api = _locked(session, actor, name, Right.DELETE)
    if version is not None:
        _require_version(api, name, version)
    api.deleted_at = utcnow()
    api.version += 1
    events.record(session, actor, "api.deleted", api=api)


def _visible(actor: Actor, window: Window) -> Select[str, Api]:
    return (
        select(Org.name, Api)
        .join(Org, Org.id == Api.org_id)
        .where(access.sees_api(actor))
        .limit(window.limit + 1)
    )


def _locked(session: Session, actor: Actor, name: ApiName, right: Right) -> Api:
    api = access.get_api(session, actor, name, right)
    access.lock(session, api)
    return api


def _require_version(api: Api, name: ApiName, version: int) -> None:
    if api.version != version:
        raise PreconditionFailed(f"'{name}' has changed since you looked")


def _facts(org: str, api: Api) -> ApiFacts:
    return ApiFacts(
        org,
        api.name,
        api.description,
        Visibility(api.visibility),
        api.revision_count,
        api.version,
        api.created_at,
        api.updated_at,
    )
