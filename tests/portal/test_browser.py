"""The pages in a real browser: they render, break no policy and ask nobody else for anything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

import documents
from visitors import push
from windows import IN_A_BROWSER

if TYPE_CHECKING:
    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub
    from visitors import Shelf
    from windows import Window

pytestmark = IN_A_BROWSER


def test_the_portal_renders_within_its_policy(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")

    for path in (
        "/",
        shelf.path,
        shelf.check(shelf.refused),
        f"{shelf.path}/compare?older=1&newer=2",
    ):
        page = window.open(path)
        assert page.locator("h1").count() == 1
        assert "linus" in page.inner_text("header")

    assert window.complaints == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_fits_a_narrow_screen(window: Window, shelf: Shelf, theme: Any) -> None:
    window.page.set_viewport_size({"width": 320, "height": 700})
    window.page.emulate_media(color_scheme=theme)
    window.sign_in("linus")

    for path in ("/", shelf.path, shelf.check(shelf.refused), "/acme/nothing"):
        window.open(path)
        assert window.overflow() <= 0, path


def test_two_revisions_are_compared_with_a_click(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")
    window.open(shelf.path)

    window.page.click("text=Compare the two chosen")

    assert "From revision 1 to 2" in window.page.inner_text("h1")


def test_signing_out_is_a_click(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")

    window.page.click("text=Sign out")
    window.page.wait_for_selector("text=Sign in")

    window.open(shelf.path)
    assert "Not found" in window.page.inner_text("h1")


def test_the_hubs_own_reference_renders_within_its_policy(window: Window) -> None:
    page = window.open("/api/docs")
    page.wait_for_selector(".opblock")

    page.locator(".opblock-summary").first.click()
    page.wait_for_selector(".opblock-body")

    assert window.complaints == []


def test_hosted_docs_render_within_their_policy(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")
    page = window.open(f"/docs{shelf.path}/main")

    page.locator(".opblock-summary").first.click()
    page.wait_for_selector(".opblock-body .responses-table")

    assert page.inner_text(".title").startswith("Petstore")
    assert window.complaints == []


def test_hosted_docs_act_for_nobody(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")
    page = window.open(f"/docs{shelf.path}/main")

    assert page.evaluate("self.origin") == "null"
    assert page.evaluate("try { document.cookie } catch (e) { e.name }") == "SecurityError"
    assert page.evaluate("fetch('/api/v1/whoami').then(() => 'sent', () => 'refused')") == "refused"


def test_hosted_docs_lead_back_to_the_portal_signed_in(window: Window, shelf: Shelf) -> None:
    window.sign_in("linus")
    page = window.open(f"/docs{shelf.path}/main")

    page.click(".bar a")
    page.wait_for_selector(".masthead")

    assert "linus" in page.inner_text("header")


HOSTILE = "javascript:alert('ran')"
MARKUP = (
    "<script>alert('ran')</script><img src=https://evil.test/a.png onerror=alert('ran')>"
    f'<a href="{HOSTILE}">a</a> [b]({HOSTILE}) ![c](https://evil.test/c.png) '
    "<iframe src=https://evil.test></iframe><svg onload=alert('ran')></svg>"
)


def hostile_petstore() -> dict[str, Any]:
    """A document that tries to run or load something wherever a viewer shows it."""
    document = documents.petstore()
    operation = document["paths"]["/pets"]["get"]
    links = {"url": HOSTILE, "description": MARKUP}
    document["info"] |= {
        "title": MARKUP,
        "description": MARKUP,
        "termsOfService": HOSTILE,
        "contact": {"name": MARKUP, "url": HOSTILE},
        "license": {"name": MARKUP, "url": HOSTILE},
        "x-logo": {"url": "https://evil.test/logo.png"},
    }
    document["externalDocs"] = links
    document["servers"] = [{"url": HOSTILE, "description": MARKUP}]
    document["tags"][0] |= {"description": MARKUP, "externalDocs": links}
    operation |= {"summary": MARKUP, "description": MARKUP, "externalDocs": links}
    operation["parameters"][0] |= {"description": MARKUP, "example": MARKUP}
    operation["responses"]["400"]["description"] = MARKUP
    document["components"]["schemas"]["Pet"] |= {"description": MARKUP, "externalDocs": links}
    document["components"]["securitySchemes"] = {
        "o": {
            "type": "oauth2",
            "description": MARKUP,
            "flows": {"implicit": {"authorizationUrl": HOSTILE, "scopes": {"a": MARKUP}}},
        }
    }
    return document


def test_a_hostile_document_is_inert(
    window: Window, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    push(hub, grace, petstore, hostile_petstore())
    window.sign_in("linus")

    page = window.open(f"/docs/{petstore}/1?url=https://evil.test/a.json&configUrl=//evil.test/c")
    page.locator(".opblock-summary").first.click()
    page.wait_for_selector(".opblock-body .responses-table")
    page.locator(".models-control, section.models button").first.click()
    page.click(".btn.authorize")
    page.wait_for_timeout(300)

    harmful = "[...document.querySelectorAll('[href],[src],[action]')].map(e => e.outerHTML)"
    assert not [tag for tag in page.evaluate(harmful) if "javascript:" in tag.lower()]
    assert window.complaints == []


def test_a_hostile_document_leaves_the_portal_alone(
    window: Window, hub: Hub, grace: Person, petstore: ApiName
) -> None:
    push(hub, grace, petstore, documents.petstore())
    publication = push(hub, grace, petstore, hostile_petstore())
    window.sign_in("linus")

    for path in ("/", f"/{petstore}", f"/{petstore}/checks/{publication.check.facts.id}"):
        window.open(path)

    assert window.complaints == []
