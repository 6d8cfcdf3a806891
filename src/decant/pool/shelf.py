"""The hub's blobs as a worker sees them: asked for over the channel, many at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from decant.contract.units import canonical

from .channel import Message
from .packing import unpack

if TYPE_CHECKING:
    from collections.abc import Iterable

    from decant.contract.document import Document

    from .channel import Channel
    from .recent import Recent


class Shelf:
    """Bytes by digest: of `newer` if it has them, else kept from before, else fetched."""

    def __init__(
        self, channel: Channel, kept: Recent[bytes], newer: Document | None = None
    ) -> None:
        self._channel, self._kept, self._newer = channel, kept, newer
        self._units: dict[str, str] = {}
        self._texts: dict[str, str] = {}
        if newer is not None:
            manifest = newer.manifest
            self._units = {unit.raw: name for name, unit in manifest.units.items()}
            self._texts = {digest: path for path, digest in manifest.files.items()}

    def load(self, digest: str) -> bytes:
        """The bytes of one digest; raises KeyError if the hub does not have them."""
        if self._newer is not None and digest in self._units:
            return canonical(self._newer.unit(self._units[digest]))
        if self._newer is not None and digest in self._texts:
            return self._newer.files[self._texts[digest]]
        kept = self._kept.get(digest)
        return kept if kept is not None else self._fetched([digest])[digest]

    def fetch(self, digests: Iterable[str]) -> None:
        """Get all of these that are not at hand, in one go."""
        wanted = [one for one in digests if one not in self._units and self._kept.get(one) is None]
        if wanted:
            self._fetched(wanted)

    def _fetched(self, digests: list[str]) -> dict[str, bytes]:
        self._channel.send(Message({"outcome": "wanted", "digests": digests}))
        answer = self._channel.receive()
        found = {
            digest: unpack(data)
            for digest, data in zip(answer.head["digests"], answer.parts, strict=True)
        }
        for digest, data in found.items():
            self._kept.put(digest, data, len(data))
        return found
