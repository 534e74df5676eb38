"""What is typed in the list of voices to be told, and in the box that finds a matter. Saves nothing."""

from __future__ import annotations

from django import forms

from lianxin.kernel.words import N_
from lianxin.matters.forms.act import YES_NO
from lianxin.matters.forms.fields import NO_NULL, OLD_PAGE, UNKNOWN, Line, OneOf
from lianxin.matters.labels import HOWS
from lianxin.matters.telling import Told

BY_PEOPLE = {key: said for key, said in HOWS.items() if key != "page"}
USUAL = {"phone": "phone", "door": "visit", "notice": "paper", "visit": "counter"}
"""How she asked to be told → how it is done then. On the page nobody tells: the system does."""


class ToldHere(forms.Form):
    """One press: who, how, and reached or not by the button that was pressed."""

    ref = forms.CharField(required=False, widget=forms.HiddenInput, error_messages=NO_NULL)
    voice = forms.IntegerField(required=False, widget=forms.HiddenInput, error_messages={"invalid": OLD_PAGE})
    seen_no = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": OLD_PAGE}
    )
    after = forms.CharField(required=False, widget=forms.HiddenInput, error_messages=NO_NULL)
    how = OneOf(N_("怎么告诉的"), list(BY_PEOPLE.items()), across=True)
    reached = forms.ChoiceField(
        required=False,
        choices=[(key, key) for key in YES_NO],
        widget=forms.HiddenInput,
        error_messages=UNKNOWN,
    )

    @property
    def place(self) -> dict[str, str]:
        """Where its writer was in the list."""
        after = str(self.data.get("after", ""))
        return {"after": after} if after else {}


def forms_of(told: Told, after: str, refused: ToldHere | None = None) -> dict[int, ToldHere]:
    """A form for each voice of the list, by its link, the usual way chosen, or the one just chosen in vain."""
    voice, how = (str(refused.data.get("voice")), refused.data.get("how")) if refused else ("", "")
    found = {}
    for row in told.rows:
        usual = USUAL.get(row.reach, "phone")
        start = {
            "ref": row.ref, "voice": row.voice, "seen_no": row.step_no, "after": after,
            "how": how if str(row.voice) == voice and how in BY_PEOPLE else usual,
        }  # fmt: skip
        found[row.key.link] = ToldHere(initial=start, auto_id=f"v{row.key.link}-%s")
    return found


class Find(forms.Form):
    """A reference, a code, or both."""

    q = Line(
        N_("编号，或者查询码"), 60, N_("编号大小写、短横、前面的零都不要紧；查询码 8 位数字，中间空格也行")
    )
