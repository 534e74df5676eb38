"""Form fields for what people type and photograph, with clear sentences for what cannot be taken.

Limits come from the rule pack and are set by the form. Nothing is cut silently; what was typed comes back as typed,
but for control characters that nobody can see.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from lianxin.kernel.days import TZ
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.trust.uploads import Photo, take_photos
from lianxin.ui.errors import worded

NOT_OFFERED = N_("请在下面的几项里选一项")
TOO_LONG = N_("写了 {count} 个字，最多 {most} 个字；请分成几件，或删短一些")
CONTROLS = N_("这里夹了看不见的控制符，已经去掉了。请看一遍，再按一次")
NOT_A_MOMENT = N_("日子和钟点写成 2026-06-04 09:30 这样")
_MOMENT = re.compile(
    r"(20[0-9]{2})[-/.年 ]([0-9]{1,2})[-/.月 ]([0-9]{1,2})[日T ]? ?([0-9]{1,2})[:点时]([0-9]{1,2})分?"
)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class Written(forms.CharField):
    """A typed text of at most `most` characters; with `missing`, one that must be there, else that sentence."""

    def __init__(
        self, *, label: str, most: int = 0, missing: str = "", widget: Any = forms.TextInput
    ) -> None:
        super().__init__(label=label, required=bool(missing), widget=widget)
        self.most, self.missing = most, missing
        self.validators = []  # Django's own speak of null characters, in other words than ours

    def clean(self, value: Any) -> str:
        """The text with one kind of line break; raises an error in words."""
        typed = str(value or "").replace("\r\n", "\n").replace("\r", "\n")
        text = _CONTROLS.sub("", typed).strip()
        if self.missing and is_blank(text):
            raise worded(self.missing)
        if _CONTROLS.search(typed):
            raise worded(CONTROLS)
        if self.most and len(text) > self.most:
            raise worded(Words.of(TOO_LONG, count=len(text), most=self.most))
        return text

    def bound_data(self, data: Any, initial: Any) -> Any:
        """What is written back into the form."""
        return _CONTROLS.sub("", data) if isinstance(data, str) else data


class One(forms.ChoiceField):
    """One of a few, as radio buttons, none ticked beforehand; with `missing`, one must be chosen."""

    def __init__(self, *, label: str, choices: Sequence[tuple[str, str]] = (), missing: str = "") -> None:
        super().__init__(
            label=label, choices=choices, required=bool(missing), widget=forms.RadioSelect,
            error_messages={"required": missing, "invalid_choice": NOT_OFFERED},
        )  # fmt: skip


class Pick(forms.ChoiceField):
    """One of a few, as a drop-down; with `missing`, one must be chosen."""

    def __init__(self, *, label: str, choices: Sequence[tuple[str, Any]] = (), missing: str = "") -> None:
        super().__init__(
            label=label, choices=choices, required=bool(missing),
            error_messages={"required": missing, "invalid_choice": NOT_OFFERED},
        )  # fmt: skip


class Moment(Written):
    """A day with its time, typed as people write it: 2026-06-04 9:30, 6月4日 9点半 is asked to be written so."""

    def __init__(self, *, label: str) -> None:
        super().__init__(
            label=label, most=40, widget=forms.TextInput(attrs={"placeholder": "2026-06-04 09:30"})
        )

    def clean(self, value: Any) -> Any:
        """The aware moment in China's time, or None where nothing is typed; raises an error in words."""
        text = unicodedata.normalize("NFKC", super().clean(value))
        if not text:
            return None
        found = _MOMENT.fullmatch(text)
        if found is None:
            raise worded(NOT_A_MOMENT)
        year, month, day, hour, minute = (int(part) for part in found.groups())
        try:
            return datetime.datetime(year, month, day, hour, minute, tzinfo=TZ)
        except ValueError:
            raise worded(NOT_A_MOMENT) from None


class Several(forms.FileInput):
    """A picker for several files."""

    allow_multiple_selected = True

    def value_from_datadict(
        self, data: Any, files: MultiValueDict[str, UploadedFile[bytes]], name: str
    ) -> Any:
        """All files sent under the name."""
        return files.getlist(name) if hasattr(files, "getlist") else []


class Photos(forms.FileField):
    """Photos, through the one door of `trust.uploads`; the form sets `limits` from the rule pack."""

    widget = Several

    def __init__(self) -> None:
        super().__init__(label=N_("照片（没有也行）"), required=False)
        self.limits: dict[str, int] = {}

    def clean(self, data: Any, initial: Any = None) -> list[Photo]:
        """The photos, decoded and written anew; raises the door's own sentence."""
        try:
            return take_photos(data or [], **self.limits)
        except Refused as refused:
            raise worded(refused.words) from None


def is_blank(text: str) -> bool:
    """Whether nothing in a text can be seen: spaces, zero-width and direction marks only."""
    return all(char.isspace() or unicodedata.category(char) in ("Cf", "Cc") for char in text)
