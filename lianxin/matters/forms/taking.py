"""Forms of what comes in: supplement, triage, answer on the spot, refer out."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from lianxin.kernel.words import N_, Words
from lianxin.matters.forms.act import LETTERED, Act, hows_for
from lianxin.matters.forms.fields import (
    OLD_PAGE,
    Line,
    OneOf,
    Phone,
    Photos,
    Pick,
    Tick,
    Typed,
)
from lianxin.matters.labels import (
    CHANNELS,
    KINDS,
    ON_THE_SPOT,
    OUTCOME_HINTS,
    REACHES,
    SHARES,
)
from lianxin.matters.offers import Offer
from lianxin.ui.errors import worded

AT_THE_DOOR = ("visit", "phone", "letter")


class Triage(Act):
    """分类."""

    aside = ("kind", "urgent")

    gist = Line(N_("一句话说是什么事"), 80, N_("清单上显示的就是这句"))
    category = Pick(N_("类别"))
    place = Line(N_("在哪里"), 200)
    kind = OneOf(N_("这是哪一种"), list(KINDS.items()), across=True)
    urgent = Tick(N_("紧急"), N_("勾上以后，派出的时限按分钟算"))

    def start(self, offer: Offer) -> dict[str, Any]:
        """What the words, the voice and the danger table say already."""
        matter = offer.papers.matter
        place = matter.place or next((voice.place for voice in offer.papers.voices if voice.place), "")
        return {"gist": matter.gist, "category": matter.category_id, "place": place, "kind": matter.kind,
                "urgent": matter.urgent}  # fmt: skip

    def fill(self, offer: Offer) -> None:
        """The categories in force; their labels are words of the rule pack."""
        self.choose("category", [("", N_("选一个类别")), *((c.pk, c.label) for c in offer.categories)])


class AnswerOnSpot(Act):
    """当场解答. A field `told_<voice>` for each voice: how it was told, '' for not yet."""

    aside = ("outcome",)

    words = Typed(N_("怎么答复的"), N_("居民看到的就是这段话"), rows=7)
    outcome = OneOf(N_("结果"), [line for line in LETTERED if line[0] in ON_THE_SPOT], hints=OUTCOME_HINTS)

    def fill(self, offer: Offer) -> None:
        """One question for each voice."""
        for voice in offer.untold:
            label = Words.of(N_("{who}：这个答复告诉本人了吗"), who=voice.who)
            hows = [("", N_("还没告诉")), *hows_for([voice])]
            self.fields[f"told_{voice.id}"] = OneOf(label, hows, across=True)

    @property
    def told(self) -> dict[int, str]:
        """Voice → how, of those already told."""
        given = {voice.id: self.cleaned_data.get(f"told_{voice.id}", "") for voice in self.offer.untold}
        return {voice: how for voice, how in given.items() if how}


class ReferOut(Act):
    """转出."""

    body = Pick(N_("归哪里管"))
    because = Pick(N_("为什么"))
    words = Typed(N_("告诉居民的话"), N_("写明找哪里、怎么找，居民看到的就是这段话"))

    def fill(self, offer: Offer) -> None:
        """The lists of the rule pack."""
        pack = offer.papers.rules.pack
        self.choose("body", [("", N_("选一个")), *pack.refer_bodies])
        self.choose("because", [("", N_("选一个原因")), *pack.refer_reasons])


class Supplement(Act):
    """补充: more words to this matter, or what another resident says about the same thing, with a receipt of her own."""

    folded = ("another", "channel", "share", "reach", "place", "name", "phone", "address", "told")
    fold = N_("这是另一位居民说的")

    words = Typed(N_("说了什么"), N_("照原话写"))
    photos = Photos()
    another = Tick(N_("是另一位居民说的，给她一张回执"), N_("不勾就算原来那位补充的话"))
    channel = OneOf(N_("怎么说的"), [(key, CHANNELS[key]) for key in AT_THE_DOOR], across=True)
    share = OneOf(N_("联系方式给谁"), list(SHARES.items()), across=True)
    reach = OneOf(N_("结果怎么告诉本人"), list(REACHES.items()), across=True)
    place = Line(N_("在哪里"), 200)
    name = Line(N_("姓名"), 40)
    phone = Phone()
    address = Line(N_("住址"), 120)
    told = Tick(N_("已经告诉他：留下的话和联系方式给谁看、留多久"))
    key = forms.UUIDField(required=False, widget=forms.HiddenInput, error_messages={"invalid": OLD_PAGE})

    def start(self, offer: Offer) -> dict[str, Any]:
        """An intake key of its own, so that sending twice makes one."""
        return {"channel": "visit", "share": "room_only", "reach": "phone", "key": uuid4()}

    def clean(self) -> dict[str, Any]:
        """Contact belongs to another resident or to nobody."""
        given = super().clean()
        typed = next((name for name in ("name", "phone", "address") if given.get(name)), None)
        if typed and not given.get("another"):
            self.add_error("another", worded(N_("填了联系方式，就要勾上这一项；不是另一位就把联系方式删掉")))
        if typed and not given.get("told"):
            self.add_error("told", worded(N_("留联系方式以前，先告诉他给谁看、留多久")))
        if typed and given.get("share") == "anonymous":
            self.add_error("share", worded(N_("选了不留联系方式，就不要填姓名、电话和住址")))
        return given

    @property
    def is_unfolded(self) -> bool:
        """Only what tells another resident apart unfolds it."""
        wrong = any(self[name].errors for name in self.folded)
        return wrong or self.is_bound and any(self[n].data for n in ("another", "name", "phone", "address"))
