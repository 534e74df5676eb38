"""Whoever walks through the pages: opens an address, follows a link, fills in a form and presses its button.

Owns what a visitor can do, and the one who does it without a browser. A story written for a `Visitor` is walked the
same way in a real browser (`browser/hands.py`). Nobody here knows an address or the name of a field beyond what a page shows.
"""

from __future__ import annotations

from typing import Any, Protocol
from urllib.parse import urldefrag, urljoin

from django.test import Client

from tests.seen import Entry, Given, Seen, Sheet


class Visitor(Protocol):
    """Somebody with a browser of her own. `seen` is the page she has before her, `path` its address."""

    seen: Seen
    path: str
    status: int

    def open(self, path: str) -> None:
        """Type an address."""

    def follow(self, link: str) -> None:
        """Follow the link that says this."""

    def unfold(self, summary: str) -> None:
        """Open what is folded away under these words."""

    def press(self, button: str, given: Given | None = None) -> None:
        """Fill in `given` (label → words, or options chosen) in the form of this button, and press it."""


class PlainVisitor:
    """A visitor without a browser: Django's client, cookies kept, form tokens checked."""

    def __init__(self) -> None:
        self.client = Client(enforce_csrf_checks=True)
        self.seen, self.path, self.status = Seen(""), "/", 0

    def open(self, path: str) -> None:
        """Type an address."""
        self._take(self.client.get(urldefrag(urljoin(self.path, path)).url, follow=True))

    def follow(self, link: str) -> None:
        """Follow the link that says this."""
        self.open(self.seen.link(link))

    def unfold(self, summary: str) -> None:
        """See that these words stand there: what is folded away is in the page already."""
        folded = [element.words() for element in self.seen.root.all("summary")]
        assert summary in folded, f"«{summary}» is not among {folded}"

    def press(self, button: str, given: Given | None = None) -> None:
        """Send what the form holds, with `given` filled in, by the button that says this."""
        form = self.seen.form(button)
        address, sent = urldefrag(urljoin(self.path, form.action)).url, sent_by(form, button, given or {})
        ask: Any = self.client.post if form.method == "post" else self.client.get
        self._take(ask(address, sent, follow=True))

    def _take(self, response: Any) -> None:
        asked = response.request
        self.path = asked["PATH_INFO"] + (f"?{asked['QUERY_STRING']}" if asked["QUERY_STRING"] else "")
        self.seen, self.status = Seen(response.content.decode()), response.status_code


def sent_by(form: Sheet, button: str, given: Given) -> dict[str, list[str]]:
    """What a browser would send for this form, filled in and sent by this button."""
    sent = form.standing()
    for entry in form.entries(given):
        _do(sent, entry)
    pressed = form.button(button)
    if pressed is not None and pressed.attrs.get("name"):
        sent[pressed.attrs["name"]] = [pressed.attrs.get("value", "")]
    return sent


def _do(sent: dict[str, list[str]], entry: Entry) -> None:
    if entry.kind == "uncheck":
        sent.pop(entry.name, None)
    elif entry.kind == "check":
        sent[entry.name] = [*sent.get(entry.name, []), entry.value]
    else:
        sent[entry.name] = [entry.value]
