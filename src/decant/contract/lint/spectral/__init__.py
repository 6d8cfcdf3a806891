"""A team's own rules, as they are written for Spectral: read, checked and run natively."""

from __future__ import annotations

from .ruleset import SpectralRuleset, apply

__all__ = ["SpectralRuleset", "apply"]
