"""Tables: shapes without policy. Alembic imports this floor and `settings`, nothing else."""

from __future__ import annotations

from .apis import Api
from .base import Base, JSONText, UTCDateTime, public_id, utcnow
from .checks import Check
from .events import Event
from .idempotency import KeptAnswer
from .labels import Label, LabelMove
from .orgs import Membership, Org
from .policies import LevelPolicy
from .reviews import Review
from .revisions import Blob, Revision
from .rulesets import Ruleset, RulesetRevision
from .tokens import Token
from .users import SpentSecret, User, UserSession
from .waivers import Waiver

__all__ = [
    "Api", "Base", "Blob", "Check", "Event", "JSONText", "KeptAnswer", "Label", "LabelMove",
    "LevelPolicy", "Membership", "Org", "Review", "Revision", "Ruleset", "RulesetRevision",
    "SpentSecret", "Token", "UTCDateTime", "User", "UserSession", "Waiver", "public_id", "utcnow",
]  # fmt: skip
