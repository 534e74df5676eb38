"""The kinds of field the forms of this slice are made of, each with sentences of our own instead of Django's.

None is ever «required»: the action refuses what is missing, in the words its row has for it.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from lianxin.kernel.phones import NO_PHONE, phones_in
from lianxin.kernel.words import N_, Words
from lianxin.ui.errors import worded

Label = Any  # Words or a msgid; Django's stubs know only text
Choices = Sequence[tuple[Any, Any]]

UNKNOWN = {"invalid_choice": N_("这一项已经不能选了，请重新选"), "invalid_list": N_("请重新选")}
NO_NULL = {"null_characters_not_allowed": N_("里面有看不见的坏字符，请重新写一遍")}
OLD_PAGE = N_("这一页放得太久了，请刷新后再办")


class Line(forms.CharField):
    """One line of at most `most` characters, spaces around it taken away."""

    def __init__(self, label: Label, most: int, hint: Label = "") -> None:
        super().__init__(label=label, help_text=hint, required=False, error_messages=NO_NULL)
        self.most = most

    def clean(self, value: Any) -> str:
        """Refuse what would not fit its column."""
        text = str(super().clean(value))
        if len(text) > self.most:
            raise worded(
                Words.of(N_("写了 {count} 个字，这里最多 {most} 个"), count=len(text), most=self.most)
            )
        return text


class Phone(Line):
    """A telephone number, or several, in any way people write one; nothing is fine too."""

    def __init__(self, hint: Label = "") -> None:
        super().__init__(N_("电话"), 40, hint)

    def clean(self, value: Any) -> str:
        """Refuse what nobody could call."""
        text = super().clean(value)
        if text and not phones_in(text):
            raise worded(NO_PHONE)
        return text


class Typed(forms.CharField):
    """Words of several lines, kept as typed; the form refuses more than the pack allows."""

    def __init__(self, label: Label, hint: Label = "", rows: int = 5) -> None:
        box = forms.Textarea(attrs={"rows": rows})
        super().__init__(
            label=label, help_text=hint, required=False, strip=False, widget=box, error_messages=NO_NULL
        )

    def to_python(self, value: Any) -> str:
        """One kind of line break, whatever the browser sends."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class OneOf(forms.ChoiceField):
    """One of a few, as radio lines. `hints` stand small below an option; `names`: the options are data."""

    def __init__(
        self, label: Label, choices: Choices = (), hint: Label = "", hints: Mapping[str, Label] | None = None,
        across: bool = False, names: bool = False,
    ) -> None:  # fmt: skip
        super().__init__(
            label=label,
            help_text=hint,
            choices=choices,
            required=False,
            widget=forms.RadioSelect,
            error_messages=UNKNOWN,
        )
        self.hints, self.across, self.names = dict(hints or {}), across, names


class Pick(forms.ChoiceField):
    """One of many, as a drop-down."""

    def __init__(self, label: Label, choices: Choices = (), hint: Label = "", names: bool = False) -> None:
        super().__init__(label=label, help_text=hint, choices=choices, required=False, error_messages=UNKNOWN)
        self.names = names


class Several(forms.MultipleChoiceField):
    """Any of many, as boxes."""

    def __init__(self, label: Label, hint: Label = "", names: bool = False) -> None:
        super().__init__(
            label=label,
            help_text=hint,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            error_messages=UNKNOWN,
        )
        self.hints: dict[str, Label] = {}
        self.across, self.names = True, names


class Tick(forms.BooleanField):
    """One box."""

    def __init__(self, label: Label, hint: Label = "") -> None:
        super().__init__(label=label, help_text=hint, required=False)


class Day(forms.DateField):
    """A day, by the browser's picker or typed in one of the ways people write it."""

    def __init__(self, label: Label, hint: Label = "") -> None:
        super().__init__(
            label=label, help_text=hint, required=False, widget=forms.DateInput(attrs={"type": "date"}),
            input_formats=["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"],
            error_messages={"invalid": N_("日子写成 2026-06-30 这样")},
        )  # fmt: skip

    def clean(self, value: Any) -> datetime.date | None:
        """The day, or None."""
        return super().clean(value) or None


class ManyFiles(forms.FileInput):
    """A picker for several files."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files sent under this name."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class Photos(forms.FileField):
    """Photos as they were sent; `trust.uploads` looks at them, nothing here does."""

    widget = ManyFiles

    def __init__(self) -> None:
        super().__init__(
            label=N_("附照片"), help_text=N_("交的时候有错要改，照片得重新选一次"), required=False
        )

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile[bytes]]:
        """The files in the order they were chosen."""
        return list(data or [])
