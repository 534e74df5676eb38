"""The forms of the doors. They say what is missing; nothing is written here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from lianxin.intake.fields import NOT_OFFERED, One, Photos, Written
from lianxin.intake.typed import Typed
from lianxin.kernel.masking import normal_phone
from lianxin.kernel.phones import NO_PHONE
from lianxin.kernel.words import N_, Words
from lianxin.matters.labels import REACHES, SATISFIED, SHARES
from lianxin.rulebook.packs import RulePack
from lianxin.ui.errors import worded

NO_WORDS = N_("写一下是什么事，好派人去看")
SHORT, LINE = 40, 200  # what a name or phone, and a place or address, may be long
LONG_TEXT = forms.Textarea(attrs={"rows": 5})


class WhatForm(forms.Form):
    """Step 1: what, where, photos, and whether it is about the room itself. Only the words are needed."""

    words = Written(label=N_("什么事"), missing=NO_WORDS, widget=forms.Textarea)
    place = Written(label=N_("在哪里（不写也行）"), most=LINE)
    photos = Photos()
    about = One(label=N_("是不是反映本社区或者工作人员？"), choices=[("no", N_("不是")), ("yes", N_("是"))])

    def __init__(
        self, data: Any = None, files: Any = None, *, pack: RulePack, held: Sequence[str] = (), initial: Any = None
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=initial)
        set_limits(self, pack)
        if held:
            self.fields["drop"] = forms.MultipleChoiceField(
                label=N_("已经交来的照片，要去掉哪张就勾哪张"), required=False,
                widget=forms.CheckboxSelectMultiple, error_messages={"invalid_choice": NOT_OFFERED},
                choices=[(name, _nth_photo(number)) for number, name in enumerate(held, 1)],
            )  # fmt: skip


class YouForm(forms.Form):
    """Step 2: who may see the contact, the contact, and how to be told. All may stay empty, and what follows is said."""

    share = One(label=N_("您的姓名和电话，可以给谁看"))
    name = Written(label=N_("怎么称呼"), most=SHORT)
    phone = Written(label=N_("电话"), most=SHORT, widget=forms.TextInput(attrs={"type": "tel"}))
    address = Written(label=N_("住址（要上门找您才用写）"), most=LINE)
    reach = One(label=N_("有了答复，怎么告诉您"), choices=list(REACHES.items()))

    def __init__(self, data: Any = None, *, about: bool, initial: Any = None) -> None:
        super().__init__(data, initial=initial)
        choosing: Any = self.fields["share"]
        choosing.choices = shares_for(about)

    def clean(self) -> dict[str, Any]:
        """What contradicts itself is pointed out where it can be mended."""
        found: dict[str, Any] = super().clean() or {}
        check_contact(self, found)
        return found


class CodeForm(forms.Form):
    """Reference and code from the receipt."""

    ref = Written(label=N_("编号"), missing=N_("写一下编号，回执上以字母开头的那一行"), most=SHORT)
    code = Written(
        label=N_("查询码（8 位数字）"), missing=N_("写一下查询码，回执上的 8 位数字"), most=SHORT,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip


class RateForm(forms.Form):
    """评价: three taps, and a word if she likes."""

    reached = One(
        label=N_("答复告诉到您了吗"), choices=[("yes", N_("告诉到了")), ("no", N_("没有人告诉我"))],
        missing=N_("选一下答复告诉到您没有"),
    )  # fmt: skip
    solved = One(
        label=N_("问题解决了吗"), choices=[("yes", N_("解决了")), ("no", N_("没有解决"))],
        missing=N_("选一下问题解决没有"),
    )  # fmt: skip
    satisfied = One(label=N_("您满意吗"), choices=list(SATISFIED.items()), missing=N_("选一下满意不满意"))
    words = Written(label=N_("还想说什么（不写也行）"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: Any = None, *, pack: RulePack) -> None:
        super().__init__(data)
        set_limits(self, pack)


class RedoForm(forms.Form):
    """重办: asked for with a reason."""

    words = Written(
        label=N_("哪里没办好"), missing=N_("写一下哪里没办好，好让他们再去看"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, pack: RulePack, initial: Any = None) -> None:
        super().__init__(data, initial=initial, auto_id="redo_%s")
        set_limits(self, pack)


class AddForm(forms.Form):
    """补充: further words, and photos."""

    words = Written(
        label=N_("要补充的话"), missing=N_("写一下要补充什么"), widget=forms.Textarea(attrs={"rows": 3})
    )
    photos = Photos()

    def __init__(self, data: Any = None, files: Any = None, *, pack: RulePack, initial: Any = None) -> None:
        super().__init__(data, files, initial=initial, auto_id="add_%s")
        set_limits(self, pack)


def shares_for(about: bool) -> list[tuple[str, str]]:
    """Who may see the contact. In a matter about the room or its staff it never leaves the organiser's office."""
    if not about:
        return list(SHARES.items())
    return [("room_only", N_("只留给区里组织部门")), ("anonymous", SHARES["anonymous"])]


def check_contact(form: forms.Form, found: dict[str, Any]) -> None:
    """Point out what contradicts itself among contact, who may see it, and how to be told."""
    contact = any(found.get(part) for part in ("name", "phone", "address"))
    if contact and not found.get("share") and "share" not in form.errors:
        form.add_error("share", worded(N_("选一下姓名和电话可以给谁看")))
    if contact and found.get("share") == "anonymous":
        form.add_error(
            "share", worded(N_("选了不留联系方式，写的姓名、电话、住址就不会留；请擦掉，或者改选别的"))
        )
    if found.get("phone") and not normal_phone(found["phone"]):
        form.add_error("phone", worded(NO_PHONE))
    if found.get("reach") == "phone" and not found.get("phone") and "phone" not in form.errors:
        form.add_error("phone", worded(N_("要打电话告诉，就留一个电话；或者改选别的告诉办法")))


def typed_by(form: WhatForm, before: Typed | None) -> Typed:
    """Step 1 answered, beside what step 2 may have brought before."""
    given = form.cleaned_data
    held = {} if before is None else {
        name: getattr(before, name) for name in ("share", "name", "phone", "address", "reach", "asked")
    }  # fmt: skip
    return Typed(words=given["words"], place=given["place"], about=given["about"], **held)


def _nth_photo(number: int) -> Any:
    return Words.of(N_("第 {n} 张"), n=number)  # drawn by our elements, which say Words


def set_limits(form: forms.Form, pack: RulePack) -> None:
    """Give a form's words and photos the limits of the pack."""
    words: Any = form.fields["words"]
    words.most = pack.number("max_words")
    if photos := form.fields.get("photos"):
        taking: Any = photos
        taking.limits = {name: pack.number(name) for name in ("max_files", "max_file_mb", "max_megapixels")}
        photos.help_text = Words.of(  # type: ignore[assignment]  # drawn by our elements, which say Words
            N_("最多 {files} 张，每张不超过 {size} MB。"), files=taking.limits["max_files"],
            size=taking.limits["max_file_mb"],
        )  # fmt: skip
