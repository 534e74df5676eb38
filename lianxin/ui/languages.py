"""Owns which languages the pages speak and how one of them is said.

Chinese is the source; English is read straight from its .po file, once per process, so that nothing has
to be compiled. It never writes a catalogue: that is `catalogue.py`.
"""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal

from babel.messages.pofile import read_po

from lianxin.kernel.words import Words, say

Lang = Literal["zh-Hans", "en"]
SOURCE: Lang = "zh-Hans"
LANGS: tuple[Lang, ...] = (SOURCE, "en")
LOCALE = Path(__file__).resolve().parent.parent / "locale"

Tr = Callable[[str], str]
Say = Callable[[Words | str], str]


def po_path(lang: str) -> Path:
    """Where the catalogue of a language lies, whether or not it is there."""
    return LOCALE / lang / "LC_MESSAGES" / "lianxin.po"


def translations_in(path: Path) -> dict[str, str]:
    """msgid → msgstr of every finished entry; an absent file is an empty catalogue, fuzzy guesses are
    left out.
    """
    if not path.exists():
        return {}
    with path.open("rb") as file:
        catalogue = read_po(file, charset="utf-8")
    entries = ((entry.id, entry.string) for entry in catalogue if entry.id and not entry.fuzzy)
    return {
        id: string for id, string in entries if isinstance(id, str) and isinstance(string, str) and string
    }


@lru_cache
def translations_of(lang: str) -> Mapping[str, str]:
    """The catalogue of a language, read once per process; the source language has none."""
    return {} if lang == SOURCE else translations_in(po_path(lang))


@lru_cache
def tr(lang: str) -> Tr:
    """A function msgid → text in `lang`. What the catalogue lacks is said in the source, never left blank."""
    found = translations_of(lang)
    return lambda msgid: found.get(msgid, msgid)


@lru_cache
def say_in(lang: str, this_year: int = 0) -> Say:
    """A function that says `Words`, or a msgid, in `lang`, days of another year than `this_year` with
    theirs. Data (a name, a resident's words) never goes through it.
    """
    translate = tr(lang)
    return lambda words: say(words, translate, lang, this_year)
