"""Forms of pressing for a matter and of explaining it."""

from __future__ import annotations

from lianxin.kernel.words import N_, Words
from lianxin.matters.forms.act import Act
from lianxin.matters.forms.fields import Typed


class Press(Act):
    """催办 and 督办: what the slip says. It goes out on paper, so nobody's name, telephone or address belongs on it."""

    words = Typed(
        N_("要单位做什么、哪天前回话"), N_("会印在单子上：不写居民的姓名、电话、住址；不给居民看"), rows=4
    )

    @property
    def notes(self) -> tuple[Words, ...]:
        """Why it is watched, as the slip will say it."""
        return (Words.of(N_("现在：{all}"), all=self.offer.papers.light.said),)


class Explain(Act):
    """说明."""

    words = Typed(N_("说明"), N_("督办员看得到，不给居民看"), rows=6)
