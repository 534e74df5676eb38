"""Owns the inputs that forms of all slices share: a line or several of text, a day, a choice.

Each says in our own words what is wrong (Django's would speak of fields and validity), and none lets through
what the database could not hold. It draws nothing (`fields.py` does) and knows no rule of any slice.
"""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict

from lianxin.kernel.words import N_, Words
from lianxin.ui.elements import Label

DAY_FORMATS = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
NOT_A_DAY = N_("写成年-月-日，例如 2026-03-01")
TOO_LONG = N_("最多写 %(limit_value)d 个字")
UNPRINTABLE = N_("里面有不能保存的字符，请删掉再试")
CHOOSE = N_("选一个")


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent with a form, or None where the page is only asked for: a form's first argument."""
    return request.POST if request.method == "POST" else None


def line(
    label: str, *, most: int, wanted: str = "", secret: bool = False, hint: Label = "", **control: str
) -> forms.CharField:
    """One line of text of at most `most` characters; `wanted` is the sentence when it is left empty, '' if it may be.

    `secret` text is never written back and kept exactly as typed. `control` goes to the control (`autocomplete` …).
    """
    widget = forms.PasswordInput(attrs=control) if secret else forms.TextInput(attrs=control)
    return forms.CharField(
        label=label, max_length=most, required=bool(wanted), strip=not secret, widget=widget, help_text=_kept(hint),
        error_messages={"required": wanted, "max_length": TOO_LONG, "null_characters_not_allowed": UNPRINTABLE},
    )  # fmt: skip


def day(label: str, *, wanted: str = "", hint: Label = "") -> forms.DateField:
    """A day; the browser's own picker where it has one."""
    return forms.DateField(
        label=label, required=bool(wanted), input_formats=DAY_FORMATS, help_text=_kept(hint),
        widget=forms.DateInput(attrs={"type": "date"}), error_messages={"required": wanted, "invalid": NOT_A_DAY},
    )  # fmt: skip


def one_of(
    label: str,
    options: Iterable[tuple[object, Label]],
    *,
    wanted: str = "",
    hint: Label = "",
    none: str = CHOOSE,
) -> forms.ChoiceField:
    """One of some options, in a drop-down that begins with `none`. Names among the options come as `Words` (`named`)."""
    choices: list[Any] = [("", none), *((str(value), label) for value, label in options)]
    return forms.ChoiceField(
        label=label, required=bool(wanted), choices=choices, help_text=_kept(hint),
        error_messages={"required": wanted, "invalid_choice": wanted or CHOOSE},
    )  # fmt: skip


def named(name: str) -> Words:
    """A name as words: it is said as it stands, in every language."""
    return Words("{name}", {"name": name})


def _kept(hint: Label) -> Any:
    """Django keeps whatever it is given; only its own drawing, never used here, would turn it into text."""
    return hint
