"""A desk where waivers of one API are asked for and decided, while its clock stands still."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from decant.models import Api, Event
from decant.services import policies, waivers
from decant.services.pages import Window
from decant.services.policies import Said
from decant.services.waivers import Plea, State

if TYPE_CHECKING:
    from cast import Person
    from decant.db import Database
    from decant.services.access import ApiName
    from decant.services.pages import Page
    from decant.services.waivers import WaiverFacts

NOON: Final = datetime(2030, 5, 1, 12, tzinfo=UTC)
DAY: Final = timedelta(days=1)
PLEA: Final = Plea("the partner leaves in May", NOON + DAY, rule="response-property-removed")


class Desk:
    """Everybody who asks or decides, and the clock by which they do."""

    def __init__(self, database: Database, name: ApiName) -> None:
        self.database, self.name, self.now = database, name, NOON

    def ask(self, who: Person, plea: Plea = PLEA, **changes: Any) -> WaiverFacts:
        with self.database.writing() as session:
            return waivers.ask(session, who.actor, self.name, replace(plea, **changes))

    def approve(self, who: Person, waiver: WaiverFacts) -> WaiverFacts:
        with self.database.writing() as session:
            return waivers.approve(session, who.actor, self.name, waiver.id)

    def revoke(self, who: Person, waiver: WaiverFacts) -> None:
        with self.database.writing() as session:
            waivers.revoke(session, who.actor, self.name, waiver.id)

    def get(self, who: Person, waiver: WaiverFacts) -> WaiverFacts:
        with self.database.reading() as session:
            return waivers.get(session, who.actor, self.name, waiver.id)

    def browse(
        self, who: Person, window: Window | None = None, state: State | None = None
    ) -> Page[WaiverFacts]:
        with self.database.reading() as session:
            return waivers.browse(session, who.actor, self.name, window or Window(), state=state)

    def in_force(self, label: str = "main") -> list[str]:
        with self.database.reading() as session:
            api_id = session.scalar(select(Api.id).where(Api.name == self.name.api)) or 0
            return [waiver.id for waiver in waivers.in_force(session, api_id, label)]

    def told(self) -> list[str]:
        with self.database.reading() as session:
            kinds = session.scalars(select(Event.kind).order_by(Event.id))
            return [kind for kind in kinds if kind.startswith("waiver.")]

    def insist_on_four_eyes(self, who: Person) -> None:
        with self.database.writing() as session:
            policies.change_of_org(session, who.actor, self.name.org, Said(four_eyes=True))
