"""Owns the blocks of a page: notices, facts, quotes, figures, cells. Rules as in `elements.py`; it reads
nothing.
"""

from collections.abc import Callable, Iterable

from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.words import N_
from lianxin.ui.elements import NOTHING, Label, Shown, address, attrs, icon, said, shown, spoken
from lianxin.ui.languages import Say


def notice(say: Say, title: Label, words: Label = "", alert: bool = False, inside: Shown = "") -> Markup:
    """A notice that stays: a bold sentence, what follows from it, anything drawn `inside`. `alert` is
    read out at once.
    """
    more = attrs(class_="notice", role="alert" if alert else None)
    head = Markup(f"<p><b>{said(say, title)}</b></p>{_p(say, words)}")
    return Markup(f"<div{e(more)}>{e(head)}{shown(say, inside)}</div>")


def done(say: Say, title: Label, words: Label = "", url: str = "", label: Label = "") -> Markup:
    """What has just been done, in place, with an optional link onward."""
    onward = Markup(f' <a href="{address(url)}">{said(say, label)}</a>') if url else NOTHING
    inner = Markup(f"<b>{said(say, title)}</b>{said(say, words) if words else NOTHING}{e(onward)}")
    return Markup(f'<p class="done" role="status">{icon(say, "done")}<span>{e(inner)}</span></p>')


def empty(say: Say, title: Label, words: Label = "", inside: Shown = "", level: int = 2) -> Markup:
    """Nothing here: what is missing, where it will come from and, in `inside`, one way on. `level` of its
    heading.
    """
    heading = Markup(f"<h{e(level)}>{said(say, title)}</h{e(level)}>")
    return Markup(f'<div class="empty">{e(heading)}{_p(say, words, "measure")}{shown(say, inside)}</div>')


def facts(say: Say, rows: Iterable[tuple[Label, Shown | None]]) -> Markup:
    """Pairs of what and how, ruled by thin lines. None leaves a row out; an empty text says that none is
    known.
    """
    drawn = (_fact(say, label, value) for label, value in rows if value is not None)
    return Markup(f'<dl class="facts">{NOTHING.join(drawn)}</dl>')


def answers(say: Say, rows: Iterable[tuple[Label, Shown, str]]) -> Markup:
    """Answers to be checked: what, the answer, and the address where it can be changed ('' for none)."""
    drawn = (_answer(say, *row) for row in rows)
    return Markup(f'<dl class="answers">{NOTHING.join(drawn)}</dl>')


def paragraphs(say: Say, text: str) -> Markup:
    """Typed text, one paragraph a line; blank lines only part them. Never translated."""
    lines = (line.strip() for line in text.splitlines())
    return NOTHING.join(Markup(f"<p>{e(line)}</p>") for line in lines if line)


def quote(say: Say, text: str, said_by_resident: bool = False) -> Markup:
    """Somebody's own words, never translated; `said_by_resident` is the large size of a staff page."""
    kind = "said stack" if said_by_resident else "stack"
    return Markup(f'<blockquote class="{e(kind)}">{paragraphs(say, text)}</blockquote>')


def figure(say: Say, name: Label, value: str | int, unit: Label, meaning: Label, url: str = "") -> Markup:
    """A number with its name, unit, how and from what it is counted, linked to the rows behind it. Inside
    `dl.stats`.
    """
    number = Markup(f'<a href="{address(url)}">{e(value)}</a>') if url else e(value)
    unit_html = Markup(f" <small>{said(say, unit)}</small>") if unit else NOTHING
    head = Markup(f'<dt>{said(say, name)}</dt><dd class="fig">{e(number)}{e(unit_html)}</dd>')
    return Markup(f'<div class="stat">{e(head)}<dd class="def">{said(say, meaning)}</dd></div>')


def cell(say: Say, value: Shown, title: Label = "", kind: str = "") -> Markup:
    """One cell of a register; `title`, its column's name, shows where a narrow screen turns the row into
    an entry.
    """
    kind_html = f' class="{e(kind)}"' if kind else ""
    title_html = f' data-k="{said(say, title)}"' if title else ""
    return Markup(f'<td role="cell"{kind_html}{title_html}>{shown(say, value)}</td>')


def crumbs(say: Say, trail: Iterable[tuple[Shown, str]]) -> Markup:
    """Where this page lies, from the house inward: (name, address); the page itself comes last with ''."""
    drawn = (_crumb(say, name, url) for name, url in trail)
    more = attrs(class_="crumbs wrap", aria_label=said(say, N_("所在位置")))
    return Markup(f"<nav{e(more)}><ol>{NOTHING.join(drawn)}</ol></nav>")


def _p(say: Say, words: Label, kind: str = "") -> Markup:
    return Markup(f"<p{attrs(class_=kind)}>{said(say, words)}</p>") if words else NOTHING


def _crumb(say: Say, name: Shown, url: str) -> Markup:
    if not url:
        return Markup(f'<li aria-current="page">{shown(say, name)}</li>')
    return Markup(f'<li><a href="{address(url)}">{shown(say, name)}</a></li>')


def _fact(say: Say, label: Label, value: Shown) -> Markup:
    known = said(say, N_("没有记")) if value == "" else shown(say, value)
    return Markup(f"<div><dt>{said(say, label)}</dt><dd>{e(known)}</dd></div>")


def _answer(say: Say, label: Label, value: Shown, url: str) -> Markup:
    about = spoken(say, said(say, label))
    change = Markup(f'<dd class="act"><a href="{address(url)}">{said(say, N_("修改"))} {e(about)}</a></dd>')
    act = change if url else NOTHING
    return Markup(f'<div><dt>{said(say, label)}</dt><dd class="val">{shown(say, value)}</dd>{e(act)}</div>')


ALL: tuple[Callable[..., Markup], ...] = (
    *(notice, done, empty, facts, answers, paragraphs, quote, figure, cell, crumbs),
)
