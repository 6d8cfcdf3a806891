"""Is everything that is kept for reuse used?"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

import orjson

from decant.contract.elements import SECTIONS, escaped
from decant.contract.findings import Severity
from decant.contract.lint.rule import OPENAPI_3, Complaint, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from decant.contract.elements import Elements

Json = Any
# Named, not referred to.
REFERENCE: Final = re.compile(rb'"\$ref":"(#/components/[^"]+)"')
BY_NAME: Final = frozenset({"securitySchemes"})


@rule(
    "oas3-unused-component",
    Severity.INFO,
    hint="Remove it, or refer to it where it belongs.",
    dialects=OPENAPI_3,
)
def components_are_used(elements: Elements) -> Iterator[Complaint]:
    """What nothing refers to misleads readers and is generated into every SDK for nobody."""
    return unused(elements)


def unused(elements: Elements) -> Iterator[Complaint]:
    """The components that nothing refers to."""
    used = _used(elements)
    found = [
        (section, name)
        for section in SECTIONS
        for name in elements.components(section)
        if section not in BY_NAME and f"#/components/{section}/{escaped(name)}" not in used
    ]
    anywhere = _mentioned(elements.root) if found else set()
    for section, name in found:
        pointer = f"/components/{section}/{escaped(name)}"
        if f"#{pointer}" not in anywhere and not (section == "schemas" and name in used):
            yield pointer, f"Nothing refers to {section}/{name}."


def _used(elements: Elements) -> set[str]:
    """The component each reference leads to or into, and the names discriminators map to."""
    used = {_component(site[2]["$ref"]) for site, _ in elements.ref_sites}
    for schema in elements.schemas_with("discriminator"):
        mapping = schema.map("discriminator").get("mapping")
        targets = mapping.values() if isinstance(mapping, dict) else ()
        used.update(_component(target) for target in targets if isinstance(target, str))
    return used


def _mentioned(root: dict[str, Json]) -> set[str]:
    """References anywhere, also in extensions, where the grammar of OpenAPI does not reach."""
    try:
        text = orjson.dumps(root)
    except TypeError:  # an integer of more than 64 bits
        text = json.dumps(root, separators=(",", ":")).encode()
    return {_component(ref.decode()) for ref in set(REFERENCE.findall(text))}


def _component(ref: str) -> str:
    return "/".join(ref.split("/", 4)[:4])
