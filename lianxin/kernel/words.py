"""Owns sentences that wait for a language: a Chinese message id with values, spoken when the page is drawn.

Never translates by itself (the caller hands over the catalogue) and never formats what a person typed.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Self

from lianxin.kernel.days import day_words, moment_words, plain_day_words

Translate = Callable[[str], str]


def N_(msgid: str) -> str:
    """Mark a Chinese message id for extraction and return it unchanged."""
    return msgid


@dataclass(frozen=True)
class Words:
    """A Chinese message id and the values for its braces.

    A value is a str (data, never translated), an int, a date, an aware datetime, Words (translated), or a
    tuple of those. `{day:year}` writes a date or moment with its year whatever year it is now, `{day:plain}` a
    date without its weekday, `{at:weekday}` a moment with it.
    """

    msg: str
    values: Mapping[str, object] = field(default_factory=dict)

    @classmethod
    def of(cls, msg: str, /, **values: object) -> Self:
        """Return the words with their values as keywords."""
        return cls(msg, values)


def say(words: Words | str, tr: Translate, lang: str, this_year: int = 0) -> str:
    """Return the sentence in `lang`; a bare str is a message id. Raises KeyError for a missing value.

    Days of another year than `this_year` are said with their year; 0: nobody knows which year it is.
    """
    if isinstance(words, str):
        return tr(words) if words else ""  # gettext answers '' with the catalogue's header
    sentence = tr(words.msg) if words.msg else ""
    if not words.values:
        return sentence
    return sentence.format_map(
        {name: _spoken(value, tr, lang, this_year) for name, value in words.values.items()}
    )


def _spoken(value: object, tr: Translate, lang: str, this_year: int) -> object:
    if isinstance(value, Words):
        return say(value, tr, lang, this_year)
    if isinstance(value, tuple):
        comma = ", " if lang.startswith("en") else "、"
        return comma.join(format(_spoken(one, tr, lang, this_year)) for one in value)
    if isinstance(value, date):
        return _Day(value, lang, this_year)
    if isinstance(value, str | int):
        return value
    raise TypeError(f"words cannot say a {type(value).__name__}")


@dataclass(frozen=True)
class _Day:
    """A date or moment that answers to the format words `year`, `plain` and `weekday`."""

    day: date
    lang: str
    this_year: int

    def __format__(self, spec: str) -> str:
        wanted = set(spec.split(",")) - {""}
        if wanted - {"year", "plain", "weekday"}:
            raise ValueError(f"a day cannot be written as {spec!r}")
        year, now = "year" in wanted, self.this_year
        if isinstance(self.day, datetime):
            return moment_words(self.day, self.lang, year=year, weekday="weekday" in wanted, this_year=now)
        write = plain_day_words if "plain" in wanted else day_words
        return write(self.day, self.lang, year=year, this_year=now)
