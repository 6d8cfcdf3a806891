"""Commands that work on this machine: they judge documents, and explain the verdicts."""

from __future__ import annotations

from typing import Final

from decant.cli.exits import Exit

from .command import Command, flag
from .flags import ALL_FORMATS, FILE, FORMATS, READABLE, ROOT, URL, schema_of

# fmt: off
_PROFILE: Final = flag("--profile", choices=("wire", "strict", "source"),
                       help="whose eyes judge: an HTTP client (wire), a strict reader, or the user of an SDK (source)")
_PACKS: Final = flag("--pack", metavar="NAME", action="append",
                     help="judge by rules that Decant brings: recommended, oas, owasp, practices/public, …; may be repeated")
_RULESET: Final = flag("--ruleset", metavar="FILE",
                       help="judge by your own rules, in the format of Spectral: a file, or hub:org/name[@number]")
_ALL: Final = flag("--all", action="store_true", help="print every place, not only the first few of each rule")
_PAIR: Final = (flag("old", metavar="OLD", help="the document as it was"),
                flag("new", metavar="NEW", help="the document as it is now"),
                flag("--root", metavar="PATH", help="the root document, if both are folders"))
_BASES: Final = (flag("old", metavar="OLD|FILE", nargs="?", help="the document as it was; with --against, as it is now"),
                 flag("new", metavar="NEW", nargs="?", help="the document as it is now, without --against"),
                 flag("--against", metavar="REF", help="what FILE must not break: a document, or a commit it is in"),
                 flag("--also-against", metavar="REF", help="what FILE must not break either, as where the change starts"),
                 flag("--new-only", action="store_true", help="let pass what --also-against breaks already"),
                 flag("--root", metavar="PATH", help="the root document, if they are folders"))

COMMANDS: Final = {
    "validate": Command("documents:validate", "is this a valid OpenAPI document?",
        (FILE, ROOT, *FORMATS, schema_of("document")),
        "decant validate specs/ --root v1/openapi.yaml"),
    "lint": Command("documents:lint", "is it as good as its readers deserve?",
        (FILE, ROOT, _PACKS, _RULESET, _ALL, URL, *FORMATS, schema_of("document")),
        "decant lint openapi.yaml --pack oas --pack practices/public"),
    "diff": Command("comparisons:diff", "what changed, and what does it mean to clients?",
        (*_PAIR, _PROFILE, *ALL_FORMATS, schema_of("comparison")),
        "decant diff v1.yaml v2.yaml", Exit.CANNOT_TELL),
    "breaking": Command("comparisons:breaking", "may this go out? exit 1 if it breaks clients",
        (*_BASES, _PROFILE, *ALL_FORMATS, schema_of("comparison")),
        "decant breaking main:openapi.yaml openapi.yaml", Exit.CANNOT_TELL),
    "explain": Command("explain:explain", "what does a kind of change or a rule mean, and how is it avoided?",
        (flag("name", metavar="KIND|RULE", nargs="?", help="as verdicts name it"),
         flag("--list", action="store_true", help="all kinds of change there are"), READABLE),
        "decant explain property-became-required"),
    "rules list": Command("rules:browse", "which rules there are, and how much each matters",
        (flag("--pack", metavar="NAME", help="only those of this pack"), READABLE),
        "decant rules list --pack owasp"),
    "rules explain": Command("rules:explain", "what a rule asks for, why, and how to satisfy it",
        (flag("name", metavar="RULE", help="as verdicts name it"), READABLE),
        "decant rules explain sp-collection-paginated"),
}
# fmt: on
