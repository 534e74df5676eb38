"""Owns how a login is written: what is forgiven when it is typed, and what it may be. Pure."""

from __future__ import annotations

import re
import unicodedata

RULE = re.compile(r"[a-z0-9][a-z0-9._-]{1,39}")


def tidy_login(text: str) -> str:
    """The login meant by `text`: full-width and capital letters and spaces are forgiven."""
    return "".join(unicodedata.normalize("NFKC", text).lower().split())


def is_login(login: str) -> bool:
    """Whether a tidied login may be given to somebody: 2 to 40 letters, digits, dots and dashes."""
    return RULE.fullmatch(login) is not None
