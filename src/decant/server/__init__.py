"""The operators' command, `decant-server`: run the hub and look after it."""

from .commands import main

__all__ = ["main"]
