"""Owns how a phone is read, in whatever way it was typed, and how one is noticed among words.

Never decides who may see it (access does), never hides it (`masking` does), never calls it.
"""

import re
import unicodedata

from lianxin.kernel.words import N_

NO_PHONE = N_("这个号码认不出来，看看是不是多了或少了数字；没有电话就空着")
"""What is said wherever a field for a telephone holds none."""

_DASHES = frozenset("‐‑‒–—―−")
_GAP = r"[ \-./·]{0,3}"
_CHINA = rf"(?:(?:\+|00)86|\(\+?86\)|86(?=[ \-]?1)){_GAP}"
_MOBILE_SHAPES = (
    r"1[3-9][0-9]{9}",
    rf"1[3-9][0-9]{_GAP}[0-9]{{4}}{_GAP}[0-9]{{4}}",
    rf"1[3-9][0-9]{_GAP}[0-9]{{3}}{_GAP}[0-9]{{5}}",
    rf"1[3-9][0-9]{_GAP}[0-9]{{8}}",
    rf"1[3-9][0-9]{{2}}{_GAP}[0-9]{{3}}{_GAP}[0-9]{{4}}",
    rf"1[3-9][0-9]{{5}}{_GAP}[0-9]{{4}}",
)
_NEAR = rf"[2-8][0-9]{{2,3}}{_GAP}[0-9]{{4}}"
_FAR = rf"(?:(?:10|2[0-9])\)?{_GAP}[2-8][0-9]{{3}}{_GAP}[0-9]{{4}}|[3-9][0-9]{{2}}\)?{_GAP}{_NEAR})"
_EXTENSION = r"(?: ?(?:转|分机|#|-) ?[0-9]{1,6})?"
_BEFORE = r"(?<![0-9])(?<![0-9]\.)"
_AFTER = r"(?![0-9])(?!\.[0-9])(?! ?[元万亿块])"
_AMONG_WORDS = (
    re.compile(rf"{_BEFORE}(?:{_CHINA})?(?:{'|'.join(_MOBILE_SHAPES)}){_AFTER}"),
    re.compile(rf"{_BEFORE}(?:{_CHINA}\(?0?|\(?0){_FAR}{_EXTENSION}{_AFTER}"),
    re.compile(rf"(?:电话|座机|固话)(?:号码?)?[是为: ]{{0,3}}({_NEAR}){_AFTER}"),
)

_ONLY_NUMBER = re.compile(r"[0-9+ \-./·()]+")
_ABROAD = re.compile(r"(?:\+|00)(?!86)([1-9][0-9]{7,14})")
_COUNTRY = re.compile(r"^(?:\+|00)86|^86(?=1[3-9][0-9]{9}$)")
_HOME = re.compile(
    r"1[3-9][0-9]{9}|0(?:10|2[0-9])[2-8][0-9]{7}|0[3-9][0-9]{2}[2-8][0-9]{6,7}|[2-8][0-9]{6,7}|[48]00[0-9]{7}"
)
_WITH_EXTENSION = re.compile(r"(.*?) ?(?:转|分机|ext\.?|#) ?:? ?([0-9]{1,6})", re.IGNORECASE)
_BETWEEN_PHONES = re.compile(r"[/、，,;；|或和\n]+")
_MOST = 3  # more numbers than this in one field are no telephone field any more


def normal_phone(text: str) -> str:
    """Return the phone in `text` in one form, or '' when there is none.

    A mobile is 11 digits, a landline its area code and number («04125551234»), a number abroad
    «+85221234567»; an extension follows after a dash. Of several phones the first is taken.
    """
    plain = _plain(text).strip()
    candidates = (plain, find_phone(plain), *_BETWEEN_PHONES.split(plain))
    return next((number for c in candidates if (number := _one_phone(c.strip()))), "")


def phones_in(text: str) -> tuple[str, ...]:
    """Return every phone in a field, each in its one form and once, in order, at most three; () where there is none.

    The same number with and without its extension is one.
    """
    found = [number for part in _BETWEEN_PHONES.split(text) if (number := normal_phone(part))]
    if len(found) < 2:
        found = [number for number in (normal_phone(text), *_side_by_side(text)) if number]
    extended = {number.partition("-")[0] for number in found if "-" in number}
    return tuple(dict.fromkeys(number for number in found if number not in extended))[:_MOST]


def find_phone(text: str) -> str:
    """Return the first mobile or landline typed among words, as it stands there, or ''.

    A landline counts with its area code or right after the word 电话; dates, sums, references and eight-digit
    codes do not count.
    """
    plain = _plain(text)
    for shape in _AMONG_WORDS:
        if found := shape.search(plain):
            start, end = found.span(found.lastindex or 0)
            return text[start:end]
    return ""


def last_four(text: str) -> str:
    """Return the last four digits of the phone in `text`, its extension left out, or ''."""
    return normal_phone(text).partition("-")[0][-4:]


def _side_by_side(text: str) -> list[str]:
    """Phones with only a space between them."""
    found: list[str] = []
    rest = text
    while len(found) < _MOST and (one := find_phone(rest)):
        found.append(normal_phone(one))
        rest = rest.replace(one, "/", 1)
    return found


def _one_phone(text: str) -> str:
    """Return the normal form when `text` is one phone and nothing else."""
    if found := _WITH_EXTENSION.fullmatch(text):
        return _extended(found[1], found[2])
    body, _, tail = text.rpartition("-")
    return _at_home(text) or (_extended(body, tail) if re.fullmatch(r"[0-9]{1,6}", tail) else "")


def _extended(body: str, extension: str) -> str:
    number = _at_home(body)
    return f"{number}-{extension}" if number else ""


def _at_home(text: str) -> str:
    if not _ONLY_NUMBER.fullmatch(text):
        return ""
    digits = re.sub(r"[^0-9+]", "", text)
    if abroad := _ABROAD.fullmatch(digits):
        return "+" + abroad[1]
    bare = _COUNTRY.sub("", digits)
    forms = (bare,) if bare == digits else (bare, "0" + bare)
    return next((form for form in forms if _HOME.fullmatch(form)), "")


def _plain(text: str) -> str:
    """Fold full-width characters and dashes one for one, so that a position still points into `text`."""
    return text if text.isascii() else "".join(_plain_character(c) for c in text)


def _plain_character(character: str) -> str:
    if character in _DASHES:
        return "-"
    folded = unicodedata.normalize("NFKC", character)
    if folded.isspace():
        return " "
    return folded if len(folded) == 1 else character
