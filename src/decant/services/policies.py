"""What an API insists on: which findings and changes block a push, and in whose eyes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from decant.contract import Profile
from decant.errors import Invalid, PreconditionFailed
from decant.services import access, events
from decant.services.access import Right

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from decant.models import Api
    from decant.services.access import Actor, ApiName


class Stance(StrEnum):
    """What a fault does to a push, loosest first; under `review` it waits for a maintainer."""

    ALLOW = "allow"
    WARN = "warn"
    REVIEW = "review"
    BLOCK = "block"

    @property
    def strictness(self) -> int:
        """How strict this is; more is stricter."""
        return list(Stance).index(self)


@dataclass(frozen=True, slots=True)
class Policy:
    """What breaking changes do, what errors in the document do, and whose eyes judge changes."""

    breaking: Stance = Stance.BLOCK
    invalid: Stance = Stance.WARN
    profile: Profile = Profile.WIRE
    version: int = 1


def of(api: Api) -> Policy:
    """The policy in an API's row."""
    return Policy(
        Stance(api.breaking), Stance(api.invalid), Profile(api.profile), api.policy_version
    )


def get(session: Session, actor: Actor, name: ApiName) -> Policy:
    """The policy of an API that the actor may see."""
    return of(access.get_api(session, actor, name))


def change(
    session: Session, actor: Actor, name: ApiName, policy: Policy, *, version: int | None = None
) -> Policy:
    """Put a policy in place of the one with a version, None for whatever is there."""
    api = access.get_api(session, actor, name, Right.CONFIGURE)
    access.lock(session, api)
    if Stance.REVIEW in (policy.breaking, policy.invalid):
        raise Invalid("no push can wait for a review yet")
    if version not in (None, api.policy_version):
        raise PreconditionFailed(f"the policy of '{name}' has changed since you looked")
    api.breaking, api.invalid = policy.breaking, policy.invalid
    api.profile = policy.profile.value
    api.policy_version += 1
    events.record(
        session, actor, "policy.changed", api=api,
        breaking=api.breaking, invalid=api.invalid, profile=api.profile,
    )  # fmt: skip
    session.flush()
    return of(api)
