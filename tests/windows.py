"""A browser window that notes whatever it should not see."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import cast

if TYPE_CHECKING:
    from playwright.sync_api import BrowserContext, ConsoleMessage, Dialog, Page, Request

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@dataclass  # no slots: Playwright hangs its own marks on it
class Window:
    """A browser window on the hub that notes whatever it should not see."""

    address: str
    context: BrowserContext
    page: Page
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> Page:
        """Go to a page of the hub and wait until it is there."""
        self.page.goto(self.address + path)
        return self.page

    def sign_in(self, name: str) -> None:
        """Sign in as people do."""
        self.open("/sign-in")
        self.page.fill("#name", name)
        self.page.fill("#password", cast.PASSWORD)
        self.page.click("main button")
        self.page.wait_for_selector("text=Sign out")

    def hear(self, message: ConsoleMessage) -> None:
        """Note errors, which every broken policy is."""
        if message.type == "error":
            self.complaints.append(message.text)

    def dismiss(self, dialog: Dialog) -> None:
        """Note that a script ran."""
        self.complaints.append(f"dialog: {dialog.message}")
        dialog.dismiss()

    def watch(self, request: Request) -> None:
        """Note what is asked of anybody but the hub."""
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.complaints.append(f"outside request: {request.url}")

    def overflow(self) -> int:
        """Say how many pixels the page is wider than the window."""
        wide: int = self.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        return wide


IN_A_BROWSER = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not installed: apt install it"),
]
