"""Forms of putting right what was written down: correct, object to, ask for void."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from lianxin.kernel.words import N_, Words
from lianxin.matters.forms.act import Act, Reason
from lianxin.matters.forms.fields import Line, OneOf, Phone, Pick, Tick, Typed
from lianxin.matters.labels import CORRECTED
from lianxin.matters.moves import MOVES
from lianxin.matters.offers import Offer
from lianxin.matters.papers import VoiceView


class Correct(Act):
    """更正: one field at a time, with the reason; what belongs to the other fields is left alone."""

    wanted = Reason.wanted
    folded = ("voice", "name", "phone", "address", "fold_words")
    fold = N_("更正联系方式，或者把原话折起来")
    opens = {"field": ("contact", "folded")}
    last = ("words",)

    field = OneOf(N_("更正什么"), list(CORRECTED.items()), across=True)
    place = Line(N_("地点"), 200)
    category = Pick(N_("类别"))
    voice = OneOf(N_("哪一位的"))
    name = Line(N_("姓名"), 40, N_("只填要改的，没填的照旧"))
    phone = Phone()
    address = Line(N_("住址"), 120)
    fold_words = Tick(N_("把这一位的原话折起来"), N_("骂人的话留着，点开才看得到；不勾就是重新展开"))
    words = Typed(N_("为什么更正"), rows=3)

    def start(self, offer: Offer) -> dict[str, Any]:
        """What stands now; the only voice there is."""
        matter, voices = offer.papers.matter, offer.papers.voices
        only = {"voice": voices[0].id} if len(voices) == 1 else {}
        return {"place": matter.place, "category": matter.category_id, "fold_words": True, **only}

    def fill(self, offer: Offer) -> None:
        """The categories in force, and the voices of the matter."""
        self.choose("category", [("", N_("选一个类别")), *((c.pk, c.label) for c in offer.categories)])
        self.choose("voice", _named(offer.papers.voices))

    @property
    def is_unfolded(self) -> bool:
        """Open where a voice is corrected, or something in it is wrong."""
        wrong = any(self[name].errors for name in self.folded)
        return wrong or self.is_bound and self["field"].data in ("contact", "folded")


class ObjectTo(Act):
    """异议: which step, and what he really meant."""

    against = OneOf(N_("以我的名义写的哪一步"))
    words = Typed(N_("我的意思是"), N_("写在那一步旁边，原来写的也留着"), rows=3)

    def start(self, offer: Offer) -> dict[str, Any]:
        """The only one there is."""
        return {"against": offer.steps[0][0]} if len(offer.steps) == 1 else {}

    def fill(self, offer: Offer) -> None:
        """The steps that stand in his name."""
        said = N_("第 {no} 步，{at}，{verb}")
        self.choose(
            "against",
            [
                (no, Words.of(said, no=no, at=at, verb=Words.of(MOVES[verb].label)))
                for no, verb, at in offer.steps
            ],
        )


class Void(Act):
    """作废: the second organiser reads who asked, when and why, and says why too."""

    wanted = Reason.wanted

    words = Typed(N_("同意的理由"), rows=3)

    @property
    def notes(self) -> tuple[Words, ...]:
        """The request."""
        return self.offer.asked


def _named(voices: Iterable[VoiceView]) -> list[tuple[int, Words]]:
    return [(voice.id, voice.who) for voice in voices]
