"""Commands about what a hub lets pass: its rulesets, waivers and reviews."""

from __future__ import annotations

from typing import Final

from .command import Command, flag
from .flags import API, FORMAT, LABEL, ORG, URL

# fmt: off
_STORED: Final = flag("ruleset", metavar="ORG/NAME[@NUMBER]", help="which ruleset; the newest revision if no number is said")
_WAIVER: Final = flag("id", metavar="ID", help="which waiver, as `decant waiver list` names it")
_REVIEW: Final = flag("id", metavar="ID", help="which review, as `decant review list` names it")
_NOTE: Final = flag("--note", metavar="TEXT", help="what to tell whoever asked")

COMMANDS: Final = {
    "ruleset push": Command("rulesets:push", "keep a ruleset on the hub, as a new revision of it",
        (flag("file", metavar="FILE", help="a ruleset in the format of Spectral; what it extends beside it goes along"),
         ORG, flag("--name", metavar="NAME", help="what to call it (the name of the file)"), URL, FORMAT),
        "decant ruleset push .spectral.yaml --org acme --name house"),
    "ruleset list": Command("rulesets:browse", "which rulesets an org keeps", (ORG, URL, FORMAT),
        "decant ruleset list --org acme"),
    "ruleset preview": Command("rulesets:preview", "which APIs would it stop, if it were switched on?",
        (_STORED, LABEL, URL, FORMAT),
        "decant ruleset preview acme/house --label main"),
    "waiver add": Command("waivers:add", "let a fault or a change pass, for a reason and for a time",
        (API, flag("--rule", metavar="RULE", help="a rule, or a kind of change"),
         flag("--fingerprint", metavar="MARK", help="one finding or change, as --format json tells it"),
         flag("--pointer", metavar="POINTER", help="where: a JSON pointer; * is one step of it, ** any number"),
         flag("--label", metavar="PATTERN", help="for pushes to these labels only, as pr-*"),
         flag("--reason", metavar="TEXT", required=True, help="why it is all right; it is kept"),
         flag("--expires", metavar="WHEN", required=True, help="30d, 12h, 5s, a day (2026-12-31) or a moment (RFC 3339)"),
         URL, FORMAT),
        "decant waiver add --api acme/petstore --rule operation-removed --reason 'nobody calls it' --expires 30d"),
    "waiver list": Command("waivers:browse", "what may pass, why, and until when",
        (API, flag("--state", choices=("pending", "active", "expired", "revoked"), help="only those"), URL, FORMAT),
        "decant waiver list --api acme/petstore --state active"),
    "waiver approve": Command("waivers:approve", "agree to a waiver that somebody asked for", (_WAIVER, API, URL, FORMAT),
        "decant waiver approve 0b8ac8f9-6c3e-4b63-9b7a-3f0f1d1c2d55 --api acme/petstore"),
    "waiver revoke": Command("waivers:revoke", "end a waiver before its time", (_WAIVER, API, URL, FORMAT),
        "decant waiver revoke 0b8ac8f9-6c3e-4b63-9b7a-3f0f1d1c2d55 --api acme/petstore"),
    "review list": Command("reviews:browse", "which pushes wait for somebody to let them in",
        (API, flag("--state", choices=("pending", "approved", "rejected", "superseded"), help="only those"), URL, FORMAT),
        "decant review list --api acme/petstore --state pending"),
    "review approve": Command("reviews:approve", "let a push in that waits: its label moves", (_REVIEW, API, _NOTE, URL, FORMAT),
        "decant review approve 0b8ac8f9-6c3e-4b63-9b7a-3f0f1d1c2d55 --api acme/petstore --note 'announced in May'"),
    "review reject": Command("reviews:reject", "turn a push away that waits", (_REVIEW, API, _NOTE, URL, FORMAT),
        "decant review reject 0b8ac8f9-6c3e-4b63-9b7a-3f0f1d1c2d55 --api acme/petstore --note 'keep the old name for a year'"),
}
# fmt: on
