"""Owns how a matter's reference and a tracking code are written, and what is forgiven when they are typed.

Never looks anything up and never hands out reference numbers (a database sequence does).
"""

import re
import secrets
import unicodedata

_REF = re.compile(r"([A-Z]{2,4})(?: ?-? ?)([0-9]{4})(?: ?-? ?)([0-9]{1,9})")
_DASHES = re.compile(r"[‐‑‒–—―−﹣ー一_]")
_WRAPPING = " \t\r\n:;,.()[]<>\"'“”‘’《》「」【】、。#"
_CODE = re.compile(r"[0-9]{8}")


def format_ref(letters: str, year: int, number: int) -> str:
    """Return «LS-2026-000137»: district letters, the year as a label, at least six digits."""
    return f"{letters}-{year:04}-{number:06}"


def number_of(ref: str) -> int:
    """Return the number of a matter's reference as `format_ref` wrote it: it is the matter's own, in every year."""
    return int(ref.rpartition("-")[2])


def tidy_ref(text: str) -> str:
    """Return the reference meant by `text`, or '' when none is.

    Forgives full-width and lower-case letters, spaces, any kind of dash or none, missing zeros and the
    punctuation around it.
    """
    plain = _DASHES.sub("-", unicodedata.normalize("NFKC", text).upper())
    found = _REF.fullmatch(" ".join(plain.split()).strip(_WRAPPING))
    if found is None or int(found[3]) == 0:
        return ""
    return format_ref(found[1], int(found[2]), int(found[3]))


def group_code(code: str) -> str:
    """Return an eight-digit code in fours, as it is said and printed: «1234 5678»."""
    return f"{code[:4]} {code[4:]}"


def tidy_code(text: str) -> str:
    """Return the eight digits meant by `text`, or ''; forgives full-width digits, spaces and dashes."""
    plain = re.sub(r"[\s-]", "", _DASHES.sub("-", unicodedata.normalize("NFKC", text)))
    return plain if _CODE.fullmatch(plain) else ""


def new_code() -> str:
    """Return a fresh tracking code: eight digits from the system's randomness, leading zeros included."""
    return f"{secrets.randbelow(10**8):08}"
