"""Forms of getting it handled: assign and reassign, advise, note, extend, pause, reply, keep a promise."""

from __future__ import annotations

from typing import Any

from lianxin.kernel.words import N_, Words
from lianxin.matters.clocks import promised_day
from lianxin.matters.forms.act import LETTERED, Act, Reason
from lianxin.matters.forms.fields import (
    Day,
    OneOf,
    Photos,
    Pick,
    Several,
    Tick,
    Typed,
)
from lianxin.matters.labels import (
    OUTCOME_HINTS,
)
from lianxin.matters.offers import Limit, Offer


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


class Advise(Act):
    """协办意见."""

    words = Typed(N_("协办意见"), N_("给主办单位看，不给居民看"))


class Note(Act):
    """记事."""

    words = Typed(N_("做了什么，看到什么"))
    to_resident = Tick(N_("给居民看"), N_("勾上以后，居民查进度时看得到这段话"))
    photos = Photos()


class Extend(Act):
    """延期: each number of workdays with the day it gives, and the reason the resident reads."""

    wanted = Reason.wanted
    aside = ("days",)

    words = Typed(N_("为什么要延期"), N_("居民看得到这段话"), rows=4)
    days = Pick(N_("延到哪天"))

    def fill(self, offer: Offer) -> None:
        """Each with its day."""
        said = N_("{day:weekday}前（延 {n} 个工作日）")
        days = [(n, Words.of(said, n=n, day=day)) for n, day in offer.put_off]
        self.choose("days", [("", N_("选一个日子")), *days])


class Pause(Act):
    """暂停: a reason of the pack's list, and in words what is waited for."""

    why = Pick(N_("为什么暂停"))
    words = Typed(N_("在等什么，等到什么时候"), N_("居民看得到这段话"), rows=4)

    def fill(self, offer: Offer) -> None:
        """The list of the rule pack."""
        self.choose("why", [("", N_("选一个原因")), *offer.papers.rules.pack.pause_reasons])

    @property
    def notes(self) -> tuple[Words, ...]:
        """How long it may stand still."""
        n = self.offer.papers.facts.pause_left
        return (Words.of(N_("最多还能停 {n} 个工作日，到时自动恢复。停的那天照数，恢复的那天不数。"), n=n),)


class Answer(Act):
    """答复."""

    aside = ("outcome", "promised_on")

    words = Typed(
        N_("给居民的话"), N_("先说结果，再说怎么办的，最后说以后找谁。居民看到的就是这段话。"), rows=9
    )
    photos = Photos()
    outcome = OneOf(N_("结果"), LETTERED, hints=OUTCOME_HINTS)
    promised_on = Day(N_("哪天前办到"), N_("选 B 才填，要在今天以后"))

    @property
    def notes(self) -> tuple[Words, ...]:
        """Whose view is missing."""
        return self.offer.asked


class KeepPromise(Act):
    """兑现."""

    words = Typed(N_("办了什么"), N_("先说办成什么样了，再说以后找谁。居民看到的就是这段话。"), rows=6)
    photos = Photos()

    @property
    def notes(self) -> tuple[Words, ...]:
        """What was promised for which day."""
        promise = self.offer.papers.promise
        if promise is None:
            return ()
        day = promised_day(promise.starts_at, promise.length)
        return (Words.of(N_("答应的是{day}前办到。听过那次答复的居民，要再告知一次。"), day=day),)


def _limit_words(limit: Limit) -> Words:
    said = N_("{label}：{day}前（暂定）") if limit.deadline.unpublished else N_("{label}：{day}前")
    return Words.of(said, label=limit.label, day=limit.deadline.day)


def _limit_hint(limit: Limit) -> Words:
    """How long it is, and whatever has to be known before it is chosen."""
    year = limit.deadline.unpublished
    later = N_("；比答应居民的晚，要写原因，居民会看到") if limit.later_than_promised else ""
    over = N_("；已经过了") if limit.over and not later else ""
    unsure = Words.of(N_("；{year} 年放假安排还没公布，公布后重算"), year=year) if year else ""
    return Words.of(
        N_("{length}{over}{later}{unsure}"), length=limit.length, over=Words.of(over), later=Words.of(later),
        unsure=unsure,
    )  # fmt: skip
