"""The built-in rules, one module per area of a document."""

from . import components, examples, info, operations, parameters, paths, schemas, servers

__all__ = [
    "components",
    "examples",
    "info",
    "operations",
    "parameters",
    "paths",
    "schemas",
    "servers",
]
