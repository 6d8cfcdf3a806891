"""Is everything that is kept for reuse used?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from decant.contract.elements import SECTIONS, escaped
from decant.contract.findings import Severity
from decant.contract.lint.rule import Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any
# Named, not referred to.
BY_NAME: Final = frozenset({"securitySchemes"})


@rule(
    "oas3-unused-component",
    Severity.INFO,
    hint="Remove it, or refer to it where it belongs.",
)
def components_are_used(elements: Elements) -> Iterator[Complaint]:
    """What nothing refers to misleads readers and is generated into every SDK for nobody."""
    used = _used(elements)
    for section in SECTIONS:
        if section in BY_NAME:
            continue
        for name in elements.components(section):
            pointer = f"/components/{section}/{escaped(name)}"
            if f"#{pointer}" not in used and not (section == "schemas" and name in used):
                yield pointer, f"Nothing refers to {section}/{name}."


def _used(elements: Elements) -> set[str]:
    """The component each reference leads to or into, and the names discriminators map to."""
    used: set[str] = set()
    for site, _ in elements.ref_sites:
        used.add("/".join(site[2]["$ref"].split("/", 4)[:4]))
    for schema in elements.schemas_with("discriminator"):
        mapping = schema.map("discriminator").get("mapping")
        targets = mapping.values() if isinstance(mapping, dict) else ()
        used.update("/".join(t.split("/", 4)[:4]) for t in targets if isinstance(t, str))
    for link in _references_in_data(elements.root):
        used.add("/".join(link.split("/", 4)[:4]))
    return used


def _references_in_data(root: dict[str, Json]) -> Iterator[str]:
    """References below extensions, where the grammar of OpenAPI does not reach."""
    stack: list[Json] = [value for key, value in root.items() if key.startswith("x-")]
    while stack:
        node = stack.pop()
        if isinstance(node, list):
            stack.extend(node)
        elif isinstance(node, dict):
            if isinstance(node.get("$ref"), str):
                yield node["$ref"]
            stack.extend(node.values())
