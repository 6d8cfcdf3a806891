"""How many operations a component reaches, so that a reader knows what a fault in it costs."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from decant.contract.elements import escaped

if TYPE_CHECKING:
    from decant.contract.elements import Elements
    from decant.contract.elements.element import Site

# The operations of a document as the bits of a number.
Mask: TypeAlias = int


class Reach:
    """The operations that use each component, found when first asked for."""

    def __init__(self, elements: Elements) -> None:
        self.elements = elements

    def said_of(self, pointer: str) -> str:
        """A sentence to add to a finding there; empty outside of components."""
        if not pointer.startswith("/components/"):
            return ""
        count = self.operations_using("/".join(pointer.split("/", 4)[:4]))
        if not count:
            return ""
        return f" Used by {count} operations." if count > 1 else " Used by one operation."

    def operations_using(self, component: str) -> int:
        """How many operations refer to a component, at first or at second hand."""
        return self._masks.get(component, 0).bit_count()

    @cached_property
    def _masks(self) -> dict[str, Mask]:
        masks, leads_to = self._first_hand()
        waiting = list(masks)
        while waiting:
            component = waiting.pop()
            mask = masks[component]
            for target in leads_to.get(component, ()):
                known = masks.get(target, 0)
                if known | mask != known:
                    masks[target] = known | mask
                    waiting.append(target)
        return masks

    def _first_hand(self) -> tuple[dict[str, Mask], dict[str, set[str]]]:
        """What operations refer to themselves, and what components refer to."""
        bits = self._bits()
        masks: dict[str, Mask] = {}
        leads_to: dict[str, set[str]] = {}
        for site, _ in self.elements.ref_sites:
            target = "/".join(site[2]["$ref"].removeprefix("#").split("/", 4)[:4])
            user = self._user(site, bits)
            if isinstance(user, str):
                leads_to.setdefault(user, set()).add(target)
            elif user:
                masks[target] = masks.get(target, 0) | user
        return masks, leads_to

    def _bits(self) -> dict[int, Mask]:
        """The operations that an operation or path item stands for, by the id of its node."""
        bits: dict[int, Mask] = {}
        for number, operation in enumerate(self.elements.operations):
            for node in (operation.node, *(node for _, node in operation.item.nodes)):
                bits[id(node)] = bits.get(id(node), 0) | 1 << number
        return bits

    def _user(self, site: Site, bits: dict[int, Mask]) -> str | Mask:
        """The component that a place belongs to, or the operations."""
        above: list[Site] = []
        while site[0] is not None:
            mask = bits.get(id(site[2]))
            if mask is not None:
                return mask
            above.append(site)
            site = site[0]
        if len(above) < 2 or above[-1][1] != "components":
            return 0
        section, name = above[-2][1]
        return f"/components/{section}/{escaped(str(name))}"
