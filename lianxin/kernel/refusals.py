"""Owns the expected «no»: a Chinese sentence that says what is missing and, where it helps, at which field.

Never used for bugs: those are ordinary exceptions and end in the log.
"""

from lianxin.kernel.words import Words, say


class Refused(Exception):
    """A request the rules do not allow; `.words` is shown to the person, `.field` is the form field or ''."""

    def __init__(self, msg: str | Words, /, *, field: str = "", **values: object) -> None:
        self.words = msg if isinstance(msg, Words) else Words(msg, values)
        self.field = field
        super().__init__(say(self.words, str, "zh-Hans"))


class Stale(Refused):
    """Somebody was faster: the page is shown again with what happened."""


class NotThere(Refused):
    """Missing or not yours; both look the same (404)."""
