"""A visitor with a real browser: taps, types and reads as a person with a telephone does, and counts her taps.

Owns driving the browser. What a page offers is read by the same reader as without one, so that both walk the same story.
"""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urljoin

from playwright.sync_api import BrowserContext, Locator, Page

from tests.look_findings import Watch
from tests.seen import Entry, Given, Seen


class BrowserVisitor:
    """Somebody with a browser of her own. `taps`, `typed` and `screens` count since `count_anew()`.

    `tr` puts the Chinese words of a button, link, label or option into the language in which she has the pages.
    """

    def __init__(self, context: BrowserContext, base: str, tr: Callable[[str], str] = str) -> None:
        self.context, self.base = context, base.rstrip("/")
        self.tr: Callable[[str], str] = lambda words: " ".join(tr(words).split())
        self.page: Page = context.new_page()
        self.watch = Watch(self.page)
        self.seen, self.path, self.status = Seen(""), "/", 0
        self.count_anew()

    def count_anew(self) -> None:
        """Start counting taps, typed fields and screens here."""
        self.taps = self.typed = self.screens = 0

    def open(self, path: str) -> None:
        """Type an address."""
        self.watch.forget()
        response = self.page.goto(urljoin(self.base + self.path, path))
        self._take(response.status if response else 0)

    def follow(self, link: str) -> None:
        """Tap the link that says this."""
        link = self.tr(link)
        address = self.seen.link(link)
        number = [(words, href) for words, href in self.seen.links].index((link, address))
        self.taps += 1
        self.watch.forget()
        with self.page.expect_navigation() as going:
            self.page.locator("a").nth(number).click()
        self._take(going.value.status if going.value else self.status)

    def unfold(self, summary: str) -> None:
        """Tap these words, so that what is folded away under them opens."""
        self.taps += 1
        self.page.locator("summary").filter(has_text=self.tr(summary)).click()

    def fill(self, button: str, given: Given) -> None:
        """Fill in the form of this button and press nothing."""
        for entry in self.seen.form(self.tr(button)).entries(self._in_her_words(given)):
            self._do(entry)

    def press(self, button: str, given: Given | None = None) -> None:
        """Fill in `given` in the form of this button, and press it."""
        self.fill(button, given or {})
        self.taps += 1
        self.watch.forget()
        with self.page.expect_navigation() as going:
            self.button(button).click()
        self._take(going.value.status if going.value else 0)

    def press_twice(self, button: str) -> None:
        """A double click: the second press cuts off the answer to the first, so only where it ends is waited for."""
        before = self.page.url
        self.button(button).dblclick(no_wait_after=True)
        for _ in range(200):
            if self.page.url != before:
                break
            self.page.wait_for_timeout(50)
        self.page.wait_for_load_state("networkidle")
        self.read()

    def button(self, words: str) -> Locator:
        """The button that says this."""
        words = self.tr(words)
        form = self.seen.form(words)
        number = [button.words() for button in form.element.all("button")].index(words)
        return self.page.locator("form").nth(form.number).locator("button").nth(number)

    def read(self, status: int = 0) -> None:
        """Look at the page as it stands now, however it came there."""
        self._take(status or self.status)

    def _in_her_words(self, given: Given) -> Given:
        """Labels and options as they stand on her page; what is not a word of the product stays as it is."""
        return {
            self.tr(label): self.tr(wanted) if isinstance(wanted, str) else tuple(map(self.tr, wanted))
            for label, wanted in given.items()
        }

    def _do(self, entry: Entry) -> None:
        place = self.page.locator(f'[id="{entry.id}"]')
        if entry.kind == "fill":
            self.typed += 1
            place.fill(entry.value)
        elif entry.kind == "select":
            self.taps += 2
            place.select_option(entry.value)
        else:
            self.taps += 1
            place.set_checked(entry.kind != "uncheck")

    def _take(self, status: int) -> None:
        self.page.wait_for_load_state()
        self.screens += 1
        self.path = self.page.url.removeprefix(self.base)
        self.seen, self.status = Seen(self.page.content()), status
