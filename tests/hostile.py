"""What people, slips of the finger and attackers send: values for each kind of field, and which field is of which kind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final
from urllib.parse import quote_from_bytes

from tests.sending import Sending

TYPED: Final = frozenset({
    *("words", "place", "name", "phone", "address", "gist", "reason", "level", "hours", "slug", "login", "ref", "code", "line"),
    *("password", "again", "old"),
})  # fmt: skip
SECRET: Final = frozenset({"password", "again", "old"})  # never written back into a page
UNASKED: Final = frozenset(
    {"urgent", "to_resident", "told", "another", "do", "upto"}
)  # whatever they hold says something
DAYS: Final = frozenset({"since", "until", "promised_on"})

ODD: Final = {
    "scripts": "🏚️👩‍👩‍👧‍👦\u202eسلام\u202c שלום𬭎𠮷𪚥䶮﷽ z̷̢̛͖",
    "markup": "<script>x</script>&amp;\"' or 1=1; --",
    "template": "{who} {0} {} %s %(limit_value)d {{ 7*7 }}",
}
"""Texts that look odd and are as good as any other."""

BAD: Final = {
    "empty": "",
    "invisible": " \u200b\u200e\ufeff\r\n\t",
    "long": "字" * 5000,
    "null": "塌\x00了",
    "controls": "塌\x1b[31m\x07\x08了",
}
"""Texts that some field cannot take."""

NOT_A_DAY: Final = {
    "last century": "1899-12-31", "the first": "0001-01-01", "the last": "9999-12-31", "beyond": "10000-01-01",
    "no such day": "2026-02-30", "zero": "0000-00-00", "words": "明天", "a moment": "2026-06-05T10:00",
    "other digits": "٢٠٢٦-٠٦-٠٥", "null": "2026-06-0\x005", "empty": "", "number": "9" * 5000,
}  # fmt: skip

NOT_A_CHOICE: Final = {
    "empty": "", "words": "abc", "negative": "-1", "huge": str(10**30), "other digits": "١٢", "null": "\x00",
    "digits": "7" * 5000,
}  # fmt: skip


def kind_of(name: str) -> str:
    """Which kind of field a name is: typed, a day, or one of some choices (a number, a key, a box)."""
    return "typed" if name in TYPED else "day" if name in DAYS else "choice"


def is_never_taken(name: str, what: str) -> bool:
    """Whether no form may take this value in a field of that name."""
    if kind_of(name) == "day":
        return what not in ("empty", "other digits")  # strptime reads the digits of every alphabet
    if kind_of(name) == "typed":
        return what in ("null", "long")
    return name not in UNASKED and what in ("words", "negative", "huge", "null", "digits")


@dataclass(frozen=True)
class Wrong:
    """A form with something wrong in it. `never`: it may not be taken."""

    what: str
    data: dict[str, Any]
    never: bool = False


def one_wrong(form: Sending) -> Iterator[Wrong]:
    """The form with one field wrong, for each field and each value of its kind."""
    values = {"typed": BAD, "day": NOT_A_DAY, "choice": NOT_A_CHOICE}
    for name in form.data:
        for what, value in values[kind_of(name)].items():
            yield Wrong(f"{name} {what}", {**form.data, name: value}, is_never_taken(name, what))
    if form.route == "matters:act":
        yield Wrong("seen_no huge", {**form.data, "seen_no": str(10**30)})
        yield Wrong("seen_no words", {**form.data, "seen_no": "abc"}, never=True)


def a_few_wrong(form: Sending) -> Iterator[Wrong]:
    """Of those, one for each field, another one from field to field."""
    by_field = groupby(one_wrong(form), lambda wrong: wrong.what.partition(" ")[0])
    for number, wrongs in enumerate(list(wrongs) for _, wrongs in by_field):
        yield wrongs[number % len(wrongs)]


def all_odd(form: Sending) -> Iterator[Wrong]:
    """The form with every text odd at once, and with every field sent twice."""
    written = [name for name in form.data if kind_of(name) == "typed" and name not in SECRET]
    for what, value in ODD.items() if written else ():
        yield Wrong(what, form.data | dict.fromkeys(written, value))
    yield Wrong(
        "twice", {name: [value, value] for name, value in form.data.items() if not isinstance(value, list)}
    )


def urlencoded(data: dict[str, Any], raw: bytes) -> bytes:
    """The body of a form in which every text is these bytes, whatever they are."""
    pairs = [
        (name, raw if kind_of(name) == "typed" else str(one).encode())
        for name, value in data.items()
        for one in (value if isinstance(value, list) else [value])
    ]
    return "&".join(f"{name}={quote_from_bytes(value)}" for name, value in pairs).encode()
