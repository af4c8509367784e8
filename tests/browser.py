"""A real Chromium for the tests of pages: opened offline, with every message and request on record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import machine
import what_tests_need

if TYPE_CHECKING:  # half a second to import, for each worker, of which one needs it
    from playwright.sync_api import Browser, Locator, LocatorAssertions, Page

QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE = 120  # seconds; only a failure takes so long
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]  # of axe


@dataclass
class Opened:
    """A page in the browser, what it said, and what it asked for."""

    page: Page
    messages: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)

    @contextmanager
    def every_part_open(self) -> Iterator[Page]:
        """The page with what is closed open, and closed again."""
        opened = self.page.evaluate_handle(
            "() => [...document.querySelectorAll('details:not([open])')]"
            ".map(part => { part.open = true; return part; })"
        )
        yield self.page
        opened.evaluate("all => all.forEach(part => part.open = false)")

    def axe(self) -> list[str]:
        """What axe finds, with every part open; one line a finding."""
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate((files("axe_core_python") / "axe.min.js").read_text("utf-8"))
        with self.every_part_open():
            # All rows of a table are made alike: the first ones stand for the rest.
            found = self.page.evaluate(
                "rules => axe.run({exclude: ['tbody tr:nth-child(n+5)']}, "
                "{runOnly: rules, resultTypes: ['violations']})",
                RULES,
            )
        passed = {rule["id"] for rule in found["passes"]}
        assert passed >= {"color-contrast", "skip-link"}, "axe looked at the page"
        assert len(passed) > 20
        return [
            f"{violation['id']}: {node['html'][:160]}"
            for violation in found["violations"]
            for node in violation["nodes"]
        ]

    def outside(self) -> list[str]:
        """What sticks out of the window sideways, but for what lies in a region that scrolls by itself."""
        return self.page.evaluate(
            """() => [...document.querySelectorAll('body *')]
                .filter(e => !e.closest('.table, svg, .skip') && e.getClientRects().length)
                .filter(e => e.getBoundingClientRect().right > document.documentElement.clientWidth + 0.5)
                .map(e => e.outerHTML.slice(0, 120))"""
        )


@contextmanager
def launched() -> Iterator[Browser]:
    machine.need("Chromium")
    from playwright.sync_api import sync_playwright

    chromium = what_tests_need.chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=QUIET)
        yield browser
        browser.close()


def expect(found: Locator) -> LocatorAssertions:
    """What is awaited of a part of a page."""
    from playwright.sync_api import expect

    expect.set_options(timeout=PATIENCE * 1000)
    return expect(found)


@contextmanager
def opened(
    browser: Browser, file: Path, width: int = 1280, height: int = 800, **options: object
) -> Iterator[Opened]:
    with browser.new_context(
        viewport={"width": width, "height": height}, bypass_csp=False, **options
    ) as context:
        one = Opened(context.new_page())
        one.page.on("console", lambda message: one.messages.append(message.text))
        one.page.on("pageerror", lambda error: one.messages.append(str(error)))
        one.page.on("request", lambda request: one.requests.append(request.url))
        one.page.goto(file.as_uri())
        yield one
