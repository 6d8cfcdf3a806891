"""What people, orgs and APIs may be called, once for URLs, documents and code."""

from __future__ import annotations

import re
from typing import Final

from decant.errors import Fault, Invalid, NameTaken

# ECMA-262 syntax: these stand in the contract, too.
PERSON_OR_ORG: Final = "^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$"
API: Final = "^[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?$"
RULESET: Final = API
LABEL: Final = "^(?![0-9]+$)[a-z0-9][a-z0-9._-]{0,99}$"
FULL_API: Final = f"^{PERSON_OR_ORG.strip('^$')}/{API.strip('^$')}$"
LONGEST: Final = 64
LONGEST_LABEL: Final = 100
LONGEST_FULL_API: Final = 2 * LONGEST + 1

# Words the hub's own pages need, or that would read as somebody official.
RESERVED: Final = frozenset({
    "about", "admin", "api", "apis", "assets", "auth", "check", "checks", "decant", "docs",
    "events", "health", "help", "join", "label", "labels", "login", "logout", "me", "new", "none",
    "null", "openapi", "org", "orgs", "packages", "problems", "public", "register", "revision",
    "revisions", "root", "rulesets", "sdks", "search", "security", "session", "sessions", "settings",
    "sign-in", "sign-out", "static", "status", "support", "system", "token", "tokens", "user",
    "users", "v1", "webhooks", "well-known", "whoami", "www",
})  # fmt: skip


def claim(name: str) -> str:
    """Return a name for a person or an org, unless the hub keeps it to itself."""
    if name in RESERVED:
        raise NameTaken(f"the name '{name}' is reserved; choose another")
    return name


def require(pattern: str, name: str, field: str) -> str:
    """Return a name that fits one of the patterns above, or refuse it as Invalid."""
    if not re.fullmatch(pattern, name):
        message = f"'{name[:100]}' does not match {pattern}"
        raise Invalid(message, [Fault("json", f"/{field}", message)])
    return name
