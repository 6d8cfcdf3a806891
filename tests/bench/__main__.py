"""`make bench`, or `python -m bench diff stored`: speed held against its limits.

Each bench prints its table as it goes and writes it under var/bench/.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import Final

# fmt: off
BENCHES: Final = {
    "diff":    "`decant diff` and its peers, whole processes, on real documents",
    "stored":  "comparing stored revisions, as the hub does",
    "engine":  "reading, validating and linting",
    "lint":    "`decant lint` and its peers, and findings beside Spectral's",
    "serving": "requests a second, beside a bare Flask view",
    "pushing": "pushes to a hub",
    "corpus":  "real documents with their history, pushed in order",
}
# fmt: on


def main(names: list[str]) -> int:
    """Run the benches that are named, or all."""
    unknown = [name for name in names if name not in BENCHES]
    if unknown:
        print(f"no such bench: {', '.join(unknown)}; there are:", file=sys.stderr)
        for name, about in BENCHES.items():
            print(f"  {name:<8} {about}", file=sys.stderr)
        return 2
    for name in names or BENCHES:
        print(f"\n{name}: {BENCHES[name]}", flush=True)
        import_module(f"{__package__}.{name}").run()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
