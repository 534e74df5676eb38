"""Owns what stands around every page: brand, navigation, who is signed in, where help is.

A frame is a value. Site's middleware fills it once per request; templates read it; nothing here looks
anything up.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import parse_qsl, urlencode

from lianxin.kernel.words import N_
from lianxin.ui.languages import LANGS, SOURCE, Lang

# The six nouns that differ between institutions (DESIGN §6), with what a party delegates' house calls them.
TERMS: Mapping[str, str] = {
    "delegate": N_("党代表"),
    "workroom": N_("工作室"),
    "sitting": N_("接待日"),
    "liaison": N_("联络员"),
    "organiser": N_("组织部"),
    "congress": N_("代表大会"),
}


@dataclass(frozen=True)
class NavItem:
    """One link of the staff navigation. `label` is a msgid; `current` marks the page's own section."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class PostChoice:
    """One post the signed-in person may act as. `label` is data, already in words (区住建局 · 经办人)."""

    id: int
    label: str
    current: bool = False


@dataclass(frozen=True)
class Lasts:
    """How many seconds the session lasts without use and at most, and how long before its end the page says so."""

    idle: int
    longest: int
    warn: int


@dataclass(frozen=True)
class Frame:
    """All that the base templates draw. An address left empty hides its link.

    `path` is the address being shown, with its query (`request.get_full_path()`); the language switch
    keeps it. `year` is the reader's, days of another one carry theirs; 0 where a page has no days. `who` is the
    signed-in person's name, `news` the count of what is new for her, `hotline` a
    telephone number.
    """

    lang: Lang = SOURCE
    register: Literal["public", "staff"] = "public"
    district: str = ""
    path: str = "/"
    year: int = 0
    nav: tuple[NavItem, ...] = ()
    who: str = ""
    posts: tuple[PostChoice, ...] = ()
    news: int = 0
    hotline: str = ""
    terms: Mapping[str, str] = field(default_factory=lambda: TERMS)
    home_url: str = "/"
    news_url: str = ""
    act_url: str = ""
    account_url: str = ""
    sign_in_url: str = ""
    sign_out_url: str = ""
    stay_url: str = ""
    lasts: Lasts | None = None
    privacy_url: str = ""
    help_url: str = ""
    invented: bool = False  # a demo district: said on every page, so that nobody takes it for a real office

    @property
    def switch_url(self) -> str:
        """The address of this same page in the other language."""
        path, _, query = self.path.partition("?")
        other = next(lang for lang in LANGS if lang != self.lang)
        kept = [(name, value) for name, value in parse_qsl(query, keep_blank_values=True) if name != "lang"]
        return f"{path}?{urlencode([*kept, ('lang', other)])}"
