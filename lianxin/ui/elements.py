"""Owns the small elements of a page, each drawn in one place with the classes of `elements.css`.

Every function takes `say` first (bound per language by `env.py`; templates leave it out) and returns
escaped Markup. Two kinds of text come in. A *label* is `Words` or a Chinese msgid and is said in the
reader's language. What is *shown* is data (a name, a number, a resident's words) and stays as it is; only
`Words` among it are said. An f-string here may hold nothing but escaped parts; `test_audit.py` reads the
syntax tree for that. Larger ones: `blocks.py`; forms: `fields.py`.
"""

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Literal

from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.words import Words
from lianxin.ui.languages import Say

Label = Words | str
Shown = Words | Markup | str | int
Kind = Literal["", "quiet", "danger"]
LightKind = Literal["ok", "soon", "late", "calm", "stop", "done"]
COLOURED = {"ok", "soon", "late"}  # what nobody has to watch carries no colour
SCHEMES = {"http", "https", "tel", "sms"}
NOTHING = Markup("")


def said(say: Say, label: Label) -> Markup:
    """A label in the reader's language; Markup that is already drawn stays as it is."""
    return label if isinstance(label, Markup) else e(say(label))


def shown(say: Say, value: Shown) -> Markup:
    """Words said, Markup kept, anything else escaped as the data it is."""
    return e(say(value)) if isinstance(value, Words) else e(value)


def attrs(**values: str | int | bool | None) -> Markup:
    """HTML attributes, a space before each: `for_` is `for`, `_` is `-`, True a bare name; None, False
    and '' are left out.
    """
    kept = ((name, value) for name, value in values.items() if value is not None and value is not False)
    drawn = (_attribute(name.rstrip("_").replace("_", "-"), value) for name, value in kept if value != "")
    return NOTHING.join(drawn)


def address(url: str) -> Markup:
    """An address fit for `href`: escaped, and `#` in place of one that would run a script."""
    scheme = re.match("([a-z][a-z0-9+.-]*):", re.sub(r"[\x00-\x20]", "", url), re.IGNORECASE)
    return e("#" if scheme and scheme[1].lower() not in SCHEMES else url)


def icon(say: Say, name: str) -> Markup:
    """A shape of the sprite (`ok soon late calm stop done x up down updown err photo s-past s-now s-next`);
    silent when read aloud.
    """
    return _shape(name)


def light(say: Say, kind: LightKind, words: Label, more: Label = "") -> Markup:
    """The light of a matter: word, then shape, then colour; `calm` (time enough), `stop` (paused) and `done` have none.
    `more` stands beside it: the days that are left, where the word says something else.
    """
    colour_html = f" light-{e(kind)}" if kind in COLOURED else ""
    more_html = Markup(f' <small class="light-more">{said(say, more)}</small>') if more else NOTHING
    return Markup(f'<span class="light{colour_html}">{_shape(kind)}{said(say, words)}</span>{e(more_html)}')


def tag(say: Say, words: Shown) -> Markup:
    """A framed word: a category, a channel. Words are said, a string is data."""
    return Markup(f'<span class="tag">{shown(say, words)}</span>')


def badge(say: Say, number: int, about: Label = "") -> Markup:
    """A count beside a link; `about` says aloud what is counted where the link's own words do not."""
    return Markup(f'<span class="badge">{e(number)}</span>{_apart(say, about)}')


def spoken(say: Say, words: Shown) -> Markup:
    """Words that are read aloud and not seen; nothing for ''."""
    return Markup(f'<span class="vh">{shown(say, words)}</span>') if words else NOTHING


def button(
    say: Say,
    label: Label,
    name: str = "",
    value: str = "",
    kind: Kind = "",
    form: str = "",
    disabled: bool = False,
) -> Markup:
    """A submit button. The plain kind is the red one, once a page; `quiet` stands beside it, `danger` is
    asked again.
    """
    more = attrs(class_=_btn(kind), type="submit", name=name, value=value, form=form, disabled=disabled)
    return Markup(f"<button{e(more)}>{said(say, label)}</button>")


def text_button(say: Say, label: Label, name: str = "", value: str = "", form: str = "") -> Markup:
    """A submit button that looks like a link, for what must be POST but is not the page's decision
    (signing out).
    """
    more = attrs(class_="as-link", type="submit", name=name, value=value, form=form)
    return Markup(f"<button{e(more)}>{said(say, label)}</button>")


def link_button(say: Say, label: Label, url: str, kind: Kind = "quiet") -> Markup:
    """A link that looks like a button, for the next page; `kind=''` makes it the one red of the page."""
    return Markup(f'<a class="{e(_btn(kind))}" href="{address(url)}">{said(say, label)}</a>')


def link(say: Say, label: Label, url: str, about: Shown = "") -> Markup:
    """A link as tall as a finger; `about` is read aloud after the label where several say the same (修改 →
    修改 电话).
    """
    return Markup(f'<a class="tap" href="{address(url)}">{said(say, label)}{_apart(say, about)}</a>')


def masked(say: Say, text: str) -> Markup:
    """A name, phone or address with its middle hidden (`kernel.masking` hides it; this only draws)."""
    return Markup(f'<span class="masked">{e(text)}</span>')


def ref(say: Say, number: str, url: str = "") -> Markup:
    """A reference number that never breaks over two lines, as a link where it leads somewhere."""
    if not url:
        return Markup(f'<span class="num">{e(number)}</span>')
    return Markup(f'<a class="num" href="{address(url)}">{e(number)}</a>')


def telephone(say: Say, number: str, big: bool = False) -> Markup:
    """A number to call: shown as written, dialled by its digits."""
    size, digits = "tel" if big else "num", re.sub("[^0-9+]", "", number)
    return Markup(f'<a class="{e(size)}" href="tel:{e(digits)}">{e(number)}</a>')


def phrases(say: Say, words: Label) -> Markup:
    """A heading that breaks after `，。、；：` and never inside a phrase; one without Chinese at its spaces."""
    text = say(words)
    if not re.search("[\u4e00-\u9fff]", text):
        return e(text)
    parts = re.findall("[^，。、；：]+[，。、；：]*|[，。、；：]+", text)
    return NOTHING.join(Markup(f'<span class="ph">{e(part)}</span>') for part in parts)


def _apart(say: Say, about: Shown) -> Markup:
    """What is read aloud after words that are seen, with a space between, or the two are read as one."""
    return Markup(f" {spoken(say, about)}") if about else NOTHING


@lru_cache(maxsize=64)
def _shape(name: str) -> Markup:
    return Markup(f'<svg class="ico" aria-hidden="true"><use href="#i-{e(name)}"/></svg>')


def _attribute(name: str, value: object) -> Markup:
    return Markup(f" {e(name)}") if value is True else Markup(f' {e(name)}="{e(value)}"')


def _btn(kind: Kind) -> str:
    return f"btn btn-{kind}" if kind else "btn"


ALL: tuple[Callable[..., Markup], ...] = (
    *(icon, light, tag, badge, spoken, button, text_button, link_button),
    *(link, masked, ref, telephone, phrases),
)
