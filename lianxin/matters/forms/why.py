"""Why somebody wants to see a speaker's contact: the only thing asked, and never left out."""

from __future__ import annotations

from django import forms

from lianxin.kernel.words import N_
from lianxin.matters.forms.fields import Line


class Why(forms.Form):
    """One line; the read log refuses a blank one."""

    reason = Line(N_("为什么要看"), 200, N_("例如：打电话约上门的时间"))
