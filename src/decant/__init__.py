"""Decant, the self-hosted contract registry for OpenAPI.

Imports only go down (checked by import-linter):

    server                             the operators' command: run, upgrade, back up
    app                                the only place that knows everything
    api | portal                       ways in: parse, call one service, present
    answers                            what every answer carries, and its line in the log
    web | problems                     a view and its transaction; the error table
    services                           what Decant does, one module per noun
    models | db | pool                 tables; transactions; engine workers
    errors                             what the registry refuses
    contract | settings                the engine: bytes → document → findings, changes

`cli` stands apart: an HTTP client and the local engine.
"""

from __future__ import annotations

__version__ = "0.1.0"
