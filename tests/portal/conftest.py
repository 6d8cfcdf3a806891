"""Visitors, with and without a browser, and an API with something to look at."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

import documents
from visitors import Shelf, Visitor, push
from windows import CHROMIUM, FLAGS, Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

    from cast import Person
    from decant.services.access import ApiName
    from decant.web import Hub, Site


@pytest.fixture
def visitor(app: Site) -> Visitor:
    """Somebody who has not signed in."""
    return Visitor(app.test_client())


def _signed_in(app: Site, name: str) -> Visitor:
    visitor = Visitor(app.test_client())
    visitor.sign_in(name)
    return visitor


@pytest.fixture
def max_visits(app: Site) -> Visitor:
    """A maintainer of acme, signed in."""
    return _signed_in(app, "max")


@pytest.fixture
def grace_visits(app: Site) -> Visitor:
    """A writer of acme, signed in."""
    return _signed_in(app, "grace")


@pytest.fixture
def linus_visits(app: Site) -> Visitor:
    """A reader of acme, signed in."""
    return _signed_in(app, "linus")


@pytest.fixture
def mallory_visits(app: Site) -> Visitor:
    """A stranger to acme, signed in."""
    return _signed_in(app, "mallory")


@pytest.fixture
def shelf(hub: Hub, grace: Person, petstore: ApiName) -> Shelf:
    """An API with two revisions and a refused push."""
    pushed = [
        push(hub, grace, petstore, document)
        for document in (
            documents.petstore(),
            documents.safer_petstore(),
            documents.breaking_petstore(),
        )
    ]
    return Shelf(petstore, *pushed)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def address(app: Site) -> Iterator[str]:
    """Where the hub listens."""
    from decant.server.listener import Limits, Listener

    listener = Listener(app, Limits("127.0.0.1", 0, threads=4, body_bytes=1_000_000))
    stop = threading.Event()
    thread = threading.Thread(target=listener.serve_until, args=(stop,))
    thread.start()
    yield listener.address
    stop.set()
    thread.join()


@pytest.fixture
def window(browser: Browser, address: str) -> Iterator[Window]:
    """A window of ordinary size."""
    context = browser.new_context(viewport={"width": 1100, "height": 800})
    page = context.new_page()
    opened = Window(address, context, page)

    page.on("console", opened.hear)
    page.on("pageerror", lambda error: opened.complaints.append(str(error)))
    page.on("dialog", opened.dismiss)
    page.on("request", opened.watch)
    yield opened
    context.close()
