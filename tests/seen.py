"""A page as its reader has it before her: headings, links, buttons, fields under their labels, facts, words.

Owns the reading of HTML for the walk and the browser tests. Knows nothing of the product and asks no server.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Literal

VOID = {"area", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
BLOCKS = {
    *("p", "div", "li", "dt", "dd", "tr", "td", "th", "h1", "h2", "h3", "section", "article", "form", "nav"),
    *("br", "label", "legend", "option", "summary", "blockquote", "figure", "header", "footer", "main", "aside"),
}  # fmt: skip
UNREAD = {"head", "svg", "script", "style"}
TYPED = {"text", "search", "tel", "password", "email", "date", "number"}

Given = Mapping[str, str | tuple[str, ...]]
EntryKind = Literal["fill", "select", "choose", "check", "uncheck"]


@dataclass
class Element:
    """One element of a page."""

    tag: str
    attrs: dict[str, str] = field(default_factory=dict)
    children: list[Element | str] = field(default_factory=list)
    parent: Element | None = None

    def all(self, *tags: str) -> Iterator[Element]:
        """The elements below with one of these names, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                if child.tag in tags:
                    yield child
                yield from child.all(*tags)

    def within(self, tag: str) -> Element | None:
        """The nearest element around this one with that name."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around

    def words(self, *, without: frozenset[str] = frozenset()) -> str:
        """What is read, in one line a block."""
        lines = (" ".join(line.split()) for line in "".join(self._pieces(UNREAD | without)).split("\n"))
        return "\n".join(line for line in lines if line)

    def _pieces(self, skipped: set[str]) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield re.sub(r"\s+", " ", child)
            elif child.tag not in skipped:
                edge = "\n" if child.tag in BLOCKS else ""
                yield from (edge, *child._pieces(skipped), edge)


@dataclass(frozen=True)
class Entry:
    """One thing done to a form: a control is filled, an option or a box chosen, a box cleared."""

    kind: EntryKind
    id: str
    name: str
    value: str


class Sheet:
    """A form as it stands on the page."""

    def __init__(self, element: Element, number: int) -> None:
        self.element, self.number = element, number
        self.action = element.attrs.get("action", "")
        self.method = element.attrs.get("method", "get").lower()

    @property
    def labels(self) -> list[str]:
        """What can be filled in, by label."""
        return list(dict.fromkeys(label for control in self._controls() if (label := self._label(control))))

    def options(self, label: str) -> list[str]:
        """What can be chosen under a label."""
        found = [control for control in self._controls() if self._label(control) == label]
        if found and found[0].tag == "select":
            return [option.words() for option in found[0].all("option")]
        return [_own_words(box) for box in found]

    def button(self, words: str) -> Element | None:
        """The button that says these words."""
        return next((b for b in self.element.all("button") if b.words() == words), None)

    def standing(self) -> dict[str, list[str]]:
        """What the form would send as it stands, without a button."""
        sent: dict[str, list[str]] = {}
        for control in self._controls():
            for value in _value(control):
                sent.setdefault(control.attrs.get("name", ""), []).append(value)
        return sent

    def entries(self, given: Given) -> list[Entry]:
        """What has to be done to fill in `given` (label → words typed, or the option or options chosen)."""
        return [
            entry
            for label, wanted in given.items()
            for one in ((wanted,) if isinstance(wanted, str) else wanted)
            for entry in [self._entry(label, one)]
        ]

    def _entry(self, label: str, wanted: str) -> Entry:
        found = [control for control in self._controls() if self._label(control) == label]
        assert found, f"«{label}» is not asked here; asked are {self.labels}"
        kind = _kind(found[0])
        if kind == "fill":
            return _entry("fill", found[0], wanted)
        if kind == "select":
            options = {option.words(): option.attrs.get("value", "") for option in found[0].all("option")}
            assert wanted in options, f"«{label}» offers {list(options)}, not «{wanted}»"
            return _entry("select", found[0], options[wanted])
        boxes = {_own_words(box): box for box in found}
        if list(boxes) == [label]:  # a single box to tick
            return _entry("check" if wanted else "uncheck", found[0], found[0].attrs.get("value", "on"))
        assert wanted in boxes, f"«{label}» offers {list(boxes)}, not «{wanted}»"
        box = boxes[wanted]
        kind_of_box: EntryKind = "choose" if box.attrs.get("type") == "radio" else "check"
        return _entry(kind_of_box, box, box.attrs.get("value", "on"))

    def _controls(self) -> Iterator[Element]:
        return self.element.all("input", "textarea", "select")

    def _label(self, control: Element) -> str:
        """The legend of a group of boxes, else the control's own label."""
        group = control.within("fieldset")
        if group is not None and _kind(control) == "check":
            return next((legend.words() for legend in group.all("legend")), "")
        label = next(
            (e for e in self.element.all("label") if e.attrs.get("for") == control.attrs.get("id")), None
        )
        return label.words() if label is not None else _own_words(control)


class Seen:
    """A whole page."""

    def __init__(self, html: str) -> None:
        self.root = _Reader.read(html)
        self.forms = [Sheet(element, number) for number, element in enumerate(self.root.all("form"))]

    @property
    def words(self) -> str:
        """All that is read on the page."""
        return self.root.words()

    @property
    def title(self) -> str:
        """The title of the window."""
        return "".join(str(child) for title in self.root.all("title") for child in title.children).strip()

    @property
    def heading(self) -> str:
        """The main heading."""
        return next((heading.words() for heading in self.root.all("h1")), "")

    @property
    def links(self) -> list[tuple[str, str]]:
        """(words, address) of every link."""
        return [(link.words(), link.attrs.get("href", "")) for link in self.root.all("a")]

    @property
    def facts(self) -> dict[str, str]:
        """What stands beside each term of a list of facts."""
        found: dict[str, str] = {}
        for term in self.root.all("dt"):
            beside = term.parent.all("dd") if term.parent else ()
            found.setdefault(term.words(), next((value.words() for value in beside), ""))
        return found

    @property
    def rows(self) -> list[list[str]]:
        """The cells of every row of every table."""
        return [[cell.words() for cell in row.all("td", "th")] for row in self.root.all("tr")]

    def link(self, words: str) -> str:
        """The address behind the link that says these words; there is one."""
        found = {address for said, address in self.links if said == words}
        assert len(found) == 1, (
            f"{len(found)} links say «{words}»; there are {[said for said, _ in self.links]}"
        )
        return found.pop()

    def has_button(self, words: str) -> bool:
        """Whether a button says this."""
        return any(form.button(words) is not None for form in self.forms)

    def form(self, button: str) -> Sheet:
        """The form with the button that says these words; there is one."""
        found = [form for form in self.forms if form.button(button) is not None]
        buttons = [b.words() for form in self.forms for b in form.element.all("button")]
        assert len(found) == 1, f"{len(found)} buttons say «{button}»; there are {buttons}"
        return found[0]


class _Reader(HTMLParser):
    """Builds the tree."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("document")

    @classmethod
    def read(cls, html: str) -> Element:
        reader = cls()
        reader.feed(html)
        reader.close()
        return reader.root

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs}, parent=self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        around: Element | None = self.here
        while around is not None and around.tag != tag:
            around = around.parent
        if around is not None and around.parent is not None:
            self.here = around.parent

    def handle_data(self, data: str) -> None:
        self.here.children.append(data)


def _kind(control: Element) -> str:
    if control.tag == "select":
        return "select"
    return "check" if control.attrs.get("type") in ("radio", "checkbox") else "fill"


def _own_words(control: Element) -> str:
    """What a box says for itself, without its hint."""
    label = control.within("label")
    return label.words(without=frozenset({"small"})) if label is not None else ""


def _value(control: Element) -> list[str]:
    """What a control sends as it stands."""
    kind = control.attrs.get("type", "text")
    if "name" not in control.attrs or kind in ("file", "submit"):
        return []
    if control.tag == "textarea":
        return ["".join(str(child) for child in control.children).removeprefix("\n")]
    if control.tag == "select":
        options = list(control.all("option"))
        chosen = [option for option in options if "selected" in option.attrs] or options[:1]
        return [option.attrs.get("value", option.words()) for option in chosen]
    if kind in ("radio", "checkbox") and "checked" not in control.attrs:
        return []
    return [control.attrs.get("value", "on" if kind in ("radio", "checkbox") else "")]


def _entry(kind: EntryKind, control: Element, value: str) -> Entry:
    return Entry(kind, control.attrs.get("id", ""), control.attrs.get("name", ""), value)
