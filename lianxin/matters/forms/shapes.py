"""One small form for each verb that needs more than a yes. A form is filled from an `Offer`; it saves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import uuid4

from django import forms

from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.deed import WANTED
from lianxin.matters.forms.fields import (
    OLD_PAGE,
    Choices,
    Day,
    Line,
    OneOf,
    Photos,
    Pick,
    Several,
    Tick,
    Typed,
)
from lianxin.matters.labels import (
    CHANNELS,
    HOWS,
    KINDS,
    ON_THE_SPOT,
    OUTCOME_HINTS,
    OUTCOMES,
    REACHES,
    SATISFIED,
    SHARES,
    SOLVED,
)
from lianxin.matters.moves import MOVES
from lianxin.matters.offers import Limit, Offer
from lianxin.matters.papers import VoiceView
from lianxin.ui.errors import worded

YES_NO = {"yes": True, "no": False}
LETTERED = [
    (key, Words.of(N_("{key}　{outcome}"), key=key, outcome=Words.of(said))) for key, said in OUTCOMES.items()
]
AT_THE_DOOR = ("visit", "phone", "letter")
HOW_RATED = ("phone", "visit", "paper", "counter")


class Act(forms.Form):
    """The form of a verb, and of one that needs only a yes.

    `seen_no` is the newest step its writer had before her eyes. Fields named `aside` stand in a column of their own,
    those named `folded` are folded away under `fold` until wanted.
    """

    aside: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()
    fold: ClassVar[str] = ""
    wanted: ClassVar[dict[str, str]] = WANTED

    seen_no = forms.IntegerField(
        required=False, widget=forms.HiddenInput, error_messages={"invalid": OLD_PAGE}
    )

    def __init__(
        self, offer: Offer, data: Any = None, files: Any = None, first: dict[str, Any] | None = None
    ) -> None:
        self.offer = offer
        start = {"seen_no": offer.papers.matter.step_no, **self.start(offer), **(first or {})}
        super().__init__(data, files, initial=start)
        self.fill(offer)

    def start(self, offer: Offer) -> dict[str, Any]:
        """What the system knows already."""
        return {}

    def fill(self, offer: Offer) -> None:
        """Put the choices in."""

    def choose(self, name: str, choices: Choices) -> None:
        """Let one field choose among these."""
        field: Any = self.fields[name]
        field.choices = list(choices)

    def clean(self) -> dict[str, Any]:
        """Say all that is missing at once, in the words the action has for it, and refuse words that are too long."""
        for name in MOVES[self.offer.verb].needs:
            if name in self.cleaned_data and _is_blank(self.cleaned_data[name]):
                self.add_error(name, worded(self.wanted[name]))
        most = self.offer.papers.rules.pack.number("max_words")
        for name, text in list(self.cleaned_data.items()):
            if isinstance(self.fields[name], Typed) and len(text) > most:
                said = N_("写了 {count} 个字，最多 {most} 个字；请删短一些，或者分几次写")
                self.add_error(name, worded(Words.of(said, count=len(text), most=most)))
        return self.cleaned_data

    def seen(self, step_no: int) -> None:
        """What was typed stays; its writer now has this step before her eyes as well."""
        typed: Any = self.data
        self.data = typed.copy()
        self.data["seen_no"] = step_no  # type: ignore[index]

    @property
    def is_unfolded(self) -> bool:
        """Whether something folded away is filled in or wrong, so that it must be seen."""
        return any(self[name].errors or self.is_bound and self[name].data for name in self.folded)


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
            hows = [("", N_("还没告诉")), *_hows([voice])]
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


class Reason(Act):
    """A verb that needs only words: send_up, send_back, redo."""

    wanted = WANTED | {"words": WANTED["reason"]}

    words = Typed(N_("原因"))


class Advise(Act):
    """协办意见."""

    words = Typed(N_("协办意见"), N_("给主办单位看，不给居民看"))


class Give(Act):
    """交办 and 改派: a lead, a class of limit with the day it gives, assists, and a reason where one is owed."""

    aside = ("limit",)
    folded = ("assists",)
    fold = N_("请别的单位协办")

    lead = Pick(N_("主办单位"), names=True)
    words = Typed(N_("附言或原因"), N_("交给下面的街道、社区，或者日子比答应居民的晚，都要写原因"), rows=3)
    limit = OneOf(N_("时限"), hint=N_("从收到那天的次日起数"))
    assists = Several(N_("协办单位"), names=True)

    def start(self, offer: Offer) -> dict[str, Any]:
        """The class the receipt promised."""
        return {"limit": offer.papers.rules.pack.default_class}

    def fill(self, offer: Offer) -> None:
        """The units she may give it to, and each class with its day."""
        limit: Any = self.fields["limit"]
        blank = ("", Words.of(N_("选一个单位")))
        self.choose("lead", [blank, *offer.unit_groups])
        self.choose("assists", [(unit.pk, unit.name) for unit in offer.units])
        self.choose("limit", [(one.key, _limit_words(one)) for one in offer.limits])
        limit.hints = {one.key: _limit_hint(one) for one in offer.limits}


class Regive(Give):
    """改派 always owes its reason."""

    wanted = Reason.wanted

    words = Typed(N_("为什么改派"), rows=3)


class Note(Act):
    """记事."""

    words = Typed(N_("做了什么，看到什么"))
    to_resident = Tick(N_("给居民看"), N_("勾上以后，居民查进度时看得到这段话"))
    photos = Photos()


class Answer(Act):
    """答复."""

    aside = ("outcome", "promised_on")

    words = Typed(
        N_("给居民的话"), N_("先说结果，再说怎么办的，最后说以后找谁。居民看到的就是这段话。"), rows=9
    )
    photos = Photos()
    outcome = OneOf(N_("结果"), LETTERED, hints=OUTCOME_HINTS)
    promised_on = Day(N_("哪天前办到"), N_("选 B 才填，要在今天以后"))


class Tell(Act):
    """告知."""

    voice = OneOf(N_("告诉哪一位"))
    how = OneOf(N_("怎么告诉的"), across=True)
    reached = OneOf(
        N_("联系上没有"), [("yes", N_("联系上了，告诉了")), ("no", N_("没有联系上"))], across=True
    )

    def start(self, offer: Offer) -> dict[str, Any]:
        """The only one left to tell."""
        return {"voice": offer.untold[0].id} if len(offer.untold) == 1 else {}

    def fill(self, offer: Offer) -> None:
        """Those who do not know yet, each with the way she asked for."""
        voice: Any = self.fields["voice"]
        self.choose("voice", [(one.id, one.who) for one in offer.untold])
        self.choose("how", _hows(offer.untold))
        asked = N_("希望{reach}")
        voice.hints = {str(one.id): Words.of(asked, reach=Words.of(one.reached_by)) for one in offer.untold}

    def clean_reached(self) -> bool:
        """Yes or no; nothing chosen is refused at its place."""
        if self.cleaned_data["reached"] not in YES_NO:
            raise worded(WANTED["reached"])
        return YES_NO[self.cleaned_data["reached"]]


class Rate(Act):
    """记下居民的评价."""

    voice = OneOf(N_("哪一位的评价"))
    reached = OneOf(N_("答复收到没有"), [("yes", N_("收到了")), ("no", N_("没有收到"))], across=True)
    solved = OneOf(N_("问题解决没有"), [("yes", SOLVED[True]), ("no", SOLVED[False])], across=True)
    satisfied = OneOf(N_("满意不满意"), list(SATISFIED.items()), across=True)
    how = OneOf(N_("怎么问到的"), [(how, HOWS[how]) for how in HOW_RATED], across=True)
    words = Typed(N_("本人还说了什么"), rows=3)

    def start(self, offer: Offer) -> dict[str, Any]:
        """The only one who can be asked, and the usual way."""
        only = {"voice": offer.unrated[0].id} if len(offer.unrated) == 1 else {}
        return {"how": "phone", **only}

    def fill(self, offer: Offer) -> None:
        """Those who were told and have not rated it."""
        self.choose("voice", [(one.id, one.who) for one in offer.unrated])


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
    phone = Line(N_("电话"), 40)
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


def _is_blank(given: object) -> bool:
    return given is None or isinstance(given, str) and not given.strip()


def _hows(voices: Iterable[VoiceView]) -> list[tuple[str, str]]:
    """The ways to tell; the page only where somebody asked for it."""
    by_page = any(voice.reach == "page" for voice in voices)
    return [(how, said) for how, said in HOWS.items() if how != "page" or by_page]


def _limit_words(limit: Limit) -> Words:
    return Words.of(N_("{label}：{day}前"), label=limit.label, day=limit.deadline.day)


def _limit_hint(limit: Limit) -> Words:
    if limit.later_than_promised:
        return Words.of(N_("{length}；比答应居民的晚，要写原因，居民会看到"), length=limit.length)
    return Words.of(N_("{length}；已经过了"), length=limit.length) if limit.over else limit.length
