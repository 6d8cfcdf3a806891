"""The limit that comparing is held against: a bare process that only parses both files."""

from __future__ import annotations

import gc
import sys

gc.disable()
kept = []
for path in sys.argv[1:]:
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib would cost as much as the parser
        text = file.read()
    if path.endswith(".json"):
        import orjson

        kept.append(orjson.loads(text))
    else:
        import yaml_rs

        kept.append(yaml_rs.loads(text.decode(), parse_datetime=False))
