"""To whom somebody's matters go, and which of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django import forms
from django.http import QueryDict

from lianxin.kernel.words import N_, Words
from lianxin.people.models import ROLES, Post
from lianxin.ui.inputs import one_of


class HandOver(forms.Form):
    """The receiver, and the matters by reference; what is not on the page any more is left out, not refused."""

    def __init__(self, typed: QueryDict | None, receivers: Iterable[Post], refs: Sequence[str]) -> None:
        super().__init__(typed)
        options = [(post.pk, _named(post)) for post in receivers]
        self.fields["to"] = one_of(N_("交给谁"), options, wanted=N_("选一下交给谁"))
        self.fields["matter"] = forms.MultipleChoiceField(
            label=N_("哪些事"), choices=[(ref, ref) for ref in refs],
            error_messages={"required": N_("至少选一件"), "invalid_choice": N_("选的事里有已经不在手上的，看看剩下的再按一次")},
        )  # fmt: skip


def _named(post: Post) -> Words:
    return Words.of(N_("{name}，{role}"), name=post.person.name, role=Words.of(ROLES[post.role]))
