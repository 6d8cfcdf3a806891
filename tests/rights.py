"""The table of rights, read: who asks for what, and what each is told."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import yaml

if TYPE_CHECKING:
    from decant.services.access import Visibility

Json = Any

TABLE: Final[dict[str, Any]] = yaml.safe_load(
    Path(__file__).with_name("api").joinpath("rights.yaml").read_text()
)
STATUS_OF: Final = {".": 404, "-": 403, "!": 401}
DEAD: Final = tuple(TABLE["dead"].split())
LIVING: Final = tuple(TABLE["who"].split())
PEOPLE: Final = ("mallory", "root", "linus", "grace", "max", "ada")
SEEN: Final = ("private", "internal", "public")
ABOUT: Final = {
    "org": "acme",
    "api": "petstore",
    "user": "nina",
    "ref": "1",
    "label": "stable",
    "ruleset": "style",
    "number": "1",
    "check_id": "{check}",
    "waiver_id": "{waiver}",
    "review_id": "{review}",
    "token_id": "{token}",
}


@dataclass(frozen=True, slots=True)
class Request:
    """A valid request, the right it takes, and its answer to those who have it."""

    method: str
    route: str
    takes: str
    gives: int = 200
    case: str = ""
    query: str = ""
    text: str | None = None
    body: Json = None
    of: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.route} {self.case}".strip()

    @property
    def writes(self) -> bool:
        """Whether it may change anything."""
        return self.method not in {"GET", "HEAD"}

    def path(self, things: dict[str, str], **instead: str) -> str:
        """Where it goes; `instead` names other things."""
        path = self.route
        for name, value in {**ABOUT, **self.of, **instead}.items():
            path = path.replace(f"<{name}>", filled(value, things))
        return f"{path}?{self.query}" if self.query else path

    def options(self, things: dict[str, str]) -> dict[str, Any]:
        """Its body and headers."""
        options: dict[str, Any] = {}
        if self.method in {"PATCH", "PUT", "DELETE"}:
            options["headers"] = {"If-Match": "*"}
        if self.body is not None:
            options["json"] = filled(self.body, things)
        if self.text is not None:
            options["data"] = filled(self.text, things)
        return options

    def expected(self, who: str, visibility: Visibility) -> int:
        """The status that somebody gets."""
        return STATUS_OF.get(sign(self.takes, who, visibility), self.gives)


def sign(right: str, who: str, visibility: Visibility) -> str:
    """Look up one sign of the table."""
    if who in DEAD:
        return "+" if right == "send no token" else "!"
    cells = dict(zip(LIVING, TABLE["rights"][right].split(), strict=True))
    return str(cells[who][SEEN.index(visibility)])


def filled(value: Json, things: dict[str, str]) -> Json:
    """Put what is known of the world where the table names it in braces."""
    if isinstance(value, dict):
        return {key: filled(below, things) for key, below in value.items()}
    if not isinstance(value, str) or not value.startswith("{"):
        return value
    name, _, rest = value[1:].partition("}")
    return things[name] + rest


def requests(section: str) -> list[Request]:
    """Every request of a section, each GET also as HEAD."""
    found = []
    for row in TABLE[section]:
        method, route = row["ask"].split()
        rest = {key: value for key, value in row.items() if key != "ask"}
        found.append(Request(method, route, **rest))
        if method == "GET":
            found.append(Request("HEAD", route, **rest))
    return found
