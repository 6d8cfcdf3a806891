"""Commands that ask a hub: to judge, publish and hand out documents, and who one is."""

from __future__ import annotations

from typing import Final

from .command import Command, flag
from .flags import API, FILE, FORMAT, FORMATS, LABEL, ROOT, URL

# fmt: off
_NO_VCS: Final = flag("--no-vcs", action="store_true", help="do not say which commit it comes from")

COMMANDS: Final = {
    "check": Command("publish:check", "would the hub take it? stores nothing but the check",
        (FILE, ROOT, API, LABEL, flag("--base", metavar="REF", help="the revision to compare with: number, digest or label"),
         _NO_VCS, URL, *FORMATS),
        "decant check openapi.yaml --api acme/petstore --label main"),
    "push": Command("publish:push", "publish a revision, if policy lets it through",
        (FILE, ROOT, API, LABEL, flag("--create", action="store_true", help="make the API if it is not there"),
         flag("--visibility", choices=("private", "internal", "public"), help="of the API that --create makes (private)"),
         flag("--review", metavar="REASON", help="if it is refused, ask a maintainer to let it in, and say why"),
         flag("--override-reason", metavar="TEXT", help="why a refused push must go through; it is kept"),
         _NO_VCS, URL, *FORMATS),
        "decant push openapi.yaml --api acme/petstore --create"),
    "pull": Command("pull:pull", "fetch a revision",
        (flag("ref", metavar="REF", nargs="?", help="number, digest or label (main)"), API,
         flag("-o", "--output", metavar="PATH", help="a file, or a folder for a tree"),
         flag("--bundled", action="store_true", help="as one file"),
         flag("--format", choices=("json", "yaml"), help="one file in this format"), URL),
        "decant pull --api acme/petstore main -o specs/"),
    "login": Command("login:login", "keep a token for a hub",
        (flag("--token-stdin", action="store_true", help="read a token from stdin instead of asking"), URL, FORMAT),
        "decant login --url https://decant.example.com"),
    "whoami": Command("login:whoami", "who does the hub take me for?", (URL, FORMAT), "decant whoami"),
}
# fmt: on
