"""Forms of bringing the answer home: tell, rate."""

from __future__ import annotations

from typing import Any

from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.deed import WANTED
from lianxin.matters.forms.act import YES_NO, Act, hows_for
from lianxin.matters.forms.fields import (
    OneOf,
    Typed,
)
from lianxin.matters.forms.telling import USUAL
from lianxin.matters.labels import (
    HOWS,
    SATISFIED,
    SOLVED,
)
from lianxin.matters.offers import Offer
from lianxin.ui.errors import worded

HOW_RATED = ("phone", "visit", "paper", "counter")


class Tell(Act):
    """告知."""

    voice = OneOf(N_("告诉哪一位"))
    how = OneOf(N_("怎么告诉的"), across=True)
    reached = OneOf(
        N_("联系上没有"), [("yes", N_("联系上了，告诉了")), ("no", N_("没有联系上"))], across=True
    )

    def start(self, offer: Offer) -> dict[str, Any]:
        """The only one left to tell, and the way all of them asked for."""
        only = {"voice": offer.untold[0].id} if len(offer.untold) == 1 else {}
        usual = {USUAL.get(voice.reach, "phone") for voice in offer.untold}
        return {"how": usual.pop(), **only} if len(usual) == 1 else only

    def fill(self, offer: Offer) -> None:
        """Those who do not know yet, each with the way she asked for."""
        voice: Any = self.fields["voice"]
        self.choose("voice", [(one.id, one.who) for one in offer.untold])
        self.choose("how", hows_for(offer.untold))
        asked = N_("希望{reach}")
        voice.hints = {
            str(one.id): Words.of(asked, reach=Words.of(one.reached_by))
            for one in offer.untold
            if one.reached_by
        }

    def clean_reached(self) -> bool:
        """Yes or no; nothing chosen is refused at its place."""
        if self.cleaned_data["reached"] not in YES_NO:
            raise worded(WANTED["reached"])
        return YES_NO[self.cleaned_data["reached"]]


class Rate(Act):
    """记下居民的评价."""

    wanted = WANTED | {"reached": N_("选一下答复收到没有")}

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
