"""Forms of whose matter it is, and with which others: pass on, join, part."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from lianxin.kernel.refs import tidy_ref
from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.deed import WANTED
from lianxin.matters.forms.act import Act
from lianxin.matters.forms.fields import Line, OneOf, Pick, Typed
from lianxin.matters.joinable import Likely
from lianxin.matters.offers import Offer
from lianxin.matters.stages import STAGES
from lianxin.ui.errors import worded

NO_REF = N_("这不像一个编号。编号像 {like} 这样，回执上有。")
TWO = N_("上面选了 {chosen}，这里写的是 {typed}，只留一个")


class PassOn(Act):
    """转给别室."""

    room = Pick(N_("转给哪间工作室"), names=True)
    words = Typed(N_("附言"), N_("写给那边的联络员；不写也行"), rows=3)

    def fill(self, offer: Offer) -> None:
        """The other rooms that are open."""
        rooms = [(room.pk, room.name) for room in offer.rooms]
        self.choose("room", [("", Words.of(N_("选一间"))), *rooms])

    @property
    def notes(self) -> tuple[Words, ...]:
        """What goes with it."""
        return (
            Words.of(
                N_("{n} 位反映人也由那边联系；编号、查询码、答应的日子都不变。"),
                n=len(self.offer.papers.voices),
            ),
        )


class Join(Act):
    """并入: one of the likely ones, or any other by its reference."""

    likely = OneOf(N_("像是同一件事的"))
    into = Line(N_("别的，写编号"), 40, N_("大小写、短横、前面的零都不要紧"))

    def fill(self, offer: Offer) -> None:
        """Those that look alike, each with the reason; none of them is chosen beforehand."""
        likely: Any = self.fields["likely"]
        into: Any = self.fields["into"]
        if not offer.likely:
            del self.fields["likely"]
            into.label = Words.of(N_("并到哪一件，写编号"))
            return
        self.choose("likely", [(one.ref, _likely(one)) for one in offer.likely])
        likely.hints = {one.ref: _why(one) for one in offer.likely}

    def clean(self) -> dict[str, Any]:
        """One matter, however it was named."""
        typed, chosen = self.cleaned_data.get("into", ""), self.cleaned_data.get("likely", "")
        ref = tidy_ref(typed)
        if typed and not ref:
            self.add_error("into", worded(Words.of(NO_REF, like="LS-2026-000137")))
        elif chosen and ref and chosen != ref:
            self.add_error("into", worded(Words.of(TWO, chosen=chosen, typed=ref)))
        elif not (chosen or ref):
            self.add_error("into", worded(WANTED["into"]))
        self.cleaned_data["into"] = ref or chosen
        return self.cleaned_data

    @property
    def notes(self) -> tuple[Words, ...]:
        """What happens: how many go, who will tell them, and that it can be undone."""
        voices = self.offer.papers.voices
        by = Counter(voice.kept_by for voice in voices)
        return (
            _tellers(len(voices), sorted(by.items())),
            Words.of(N_("这边派出去的单位不再办；各人的编号、查询码照用。并错了可以再分开。")),
        )


class Part(Act):
    """分开: a yes, and what comes back."""

    @property
    def notes(self) -> tuple[Words, ...]:
        """What comes back, and from where."""
        said = N_("{n} 位反映人从 {into} 回到这里；到哪步、期限、派给谁，都和并入以前一样。")
        into = self.offer.papers.others.into
        return (Words.of(said, n=self.offer.returning, into=into),)


def _tellers(n: int, by: Sequence[tuple[str, int]]) -> Words:
    """How many go, and which room tells how many of them."""
    if len(by) == 1:
        return Words.of(N_("{n} 位反映人一起过去，由{unit}告知。"), n=n, unit=by[0][0])
    tellers = tuple(Words.of(N_("{n} 位由{unit}"), n=of, unit=unit) for unit, of in by)
    return Words.of(N_("{n} 位反映人一起过去，告知还是谁联系的谁去说：{tellers}。"), n=n, tellers=tellers)


def _likely(one: Likely) -> Words:
    return Words.of(N_("{ref}　{gist}"), ref=one.ref, gist=one.gist)


def _why(one: Likely) -> Words:
    where = Words.of(N_("，在{place}"), place=one.place) if one.place else ""
    return Words.of(
        N_("{stage}{where}；{reasons}"),
        stage=Words.of(STAGES[one.stage]),
        where=where,
        reasons=one.like.reasons,
    )
