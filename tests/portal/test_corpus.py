"""Real documents, shown in a real browser: they render, and ask nobody for anything."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from decant.services import revisions
from decant.services.uploads import Upload
from windows import IN_A_BROWSER

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub
    from windows import Window

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
VENDORS = sorted(path.name for path in CORPUS.glob("*/") if path.is_dir())
ROOTS = {"digitalocean": "DigitalOcean-public.v2.yaml"}

pytestmark = [
    *IN_A_BROWSER,
    pytest.mark.corpus,
    pytest.mark.slow,
    pytest.mark.skipif(not VENDORS, reason="the corpus is not here"),
]


def newest(vendor: str) -> dict[str, bytes]:
    """The files of a vendor's newest document."""
    path = max((CORPUS / vendor).iterdir())
    files = [file for file in path.rglob("*") if file.is_file()] if path.is_dir() else [path]
    top = path if path.is_dir() else path.parent
    return {str(file.relative_to(top)): file.read_bytes() for file in files}


@pytest.mark.parametrize("vendor", VENDORS)
def test_docs_of_a_real_document_render_within_their_policy(
    vendor: str, window: Window, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    upload = Upload(petstore, newest(vendor), ROOTS.get(vendor))
    publication = revisions.publish(hub.database, hub.pool, grace.actor, upload)
    window.sign_in("linus")

    page = window.open(f"/docs/{petstore}/main")
    page.wait_for_selector(".opblock-tag", timeout=60_000)
    if not page.locator(".opblock-summary").count():  # a long document opens with its tags closed
        page.locator(".opblock-tag .expand-operation").last.click()
    page.locator(".opblock-summary").first.click()
    page.wait_for_selector(".opblock-body .responses-table")

    assert publication.revision is not None
    assert page.inner_text(".title").startswith(publication.revision.title)
    assert window.complaints == []
