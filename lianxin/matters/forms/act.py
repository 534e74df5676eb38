"""The form every verb begins with, and what several of them offer. Asks nothing itself; saves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms

from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.deed import WANTED
from lianxin.matters.forms.fields import (
    OLD_PAGE,
    Choices,
    Typed,
)
from lianxin.matters.labels import (
    HOWS,
    OUTCOMES,
)
from lianxin.matters.moves import MOVES
from lianxin.matters.offers import Offer
from lianxin.matters.papers import VoiceView
from lianxin.ui.errors import worded

YES_NO = {"yes": True, "no": False}
LETTERED = [
    (key, Words.of(N_("{key}　{outcome}"), key=key, outcome=Words.of(said))) for key, said in OUTCOMES.items()
]


class Act(forms.Form):
    """The form of a verb, and of one that needs only a yes.

    `seen_no` is the newest step its writer had before her eyes. Fields named `aside` stand in a column of their own,
    those named `folded` are folded away under `fold` until wanted, or until one of the answers in `opens` is chosen; those
    named `last` stand below them.
    """

    aside: ClassVar[tuple[str, ...]] = ()
    folded: ClassVar[tuple[str, ...]] = ()
    fold: ClassVar[str] = ""
    opens: ClassVar[dict[str, tuple[str, ...]]] = {}
    last: ClassVar[tuple[str, ...]] = ()
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
    def notes(self) -> tuple[Words, ...]:
        """What has to be known before it is done, a sentence each."""
        return ()

    @property
    def is_unfolded(self) -> bool:
        """Whether something folded away is filled in or wrong, so that it must be seen."""
        return any(self[name].errors or self.is_bound and self[name].data for name in self.folded)


class Reason(Act):
    """A verb that needs only words: send_up, send_back, redo."""

    wanted = WANTED | {"words": WANTED["reason"]}

    words = Typed(N_("原因"))


def _is_blank(given: object) -> bool:
    return given is None or isinstance(given, str) and not given.strip()


def hows_for(voices: Iterable[VoiceView]) -> list[tuple[str, str]]:
    """The ways to tell; the page only where somebody asked for it."""
    by_page = any(voice.reach == "page" for voice in voices)
    return [(how, said) for how, said in HOWS.items() if how != "page" or by_page]
