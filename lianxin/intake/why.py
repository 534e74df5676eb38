"""Why a slip is printed again, and on which paper: all that is asked, and never left out."""

from __future__ import annotations

from django import forms

from lianxin.intake.pages.receipt import PAPERS, SAID_IN
from lianxin.kernel.words import N_
from lianxin.ui.languages import SOURCE


class PrintAgain(forms.Form):
    """One line; the read log refuses a blank one."""

    reason = forms.CharField(
        label=N_("为什么再打一张"), help_text=N_("例如：本人带着身份证来，说回执丢了"), required=False,
        error_messages={"null_characters_not_allowed": N_("里面有看不见的坏字符，请重新写一遍")},
    )  # fmt: skip
    paper = forms.ChoiceField(
        label=N_("用什么纸打"), choices=list(PAPERS.items()), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": N_("这一项已经不能选了，请重新选")},
    )  # fmt: skip

    said_in = forms.ChoiceField(
        label=N_("用什么文字打"), choices=list(SAID_IN.items()), required=False, widget=forms.RadioSelect, initial=SOURCE,
        error_messages={"invalid_choice": N_("这一项已经不能选了，请重新选")},
    )  # fmt: skip

    def clean_reason(self) -> str:
        """What would not fit its column is cut nowhere: it is refused."""
        reason = str(self.cleaned_data["reason"])
        if len(reason) > MOST:
            raise forms.ValidationError(N_("写短一些，200 个字以内"))
        return reason


MOST = 200
