"""The form of the desk: what somebody says to a liaison or a delegate, all on one screen. Says what is missing; writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms

from lianxin.intake.fields import Moment, One, Photos, Pick, Written
from lianxin.intake.forms import LINE, SHORT, set_limits
from lianxin.intake.models import ENDED
from lianxin.kernel.phones import NO_PHONE, find_phone, phones_in
from lianxin.kernel.words import N_, Words
from lianxin.matters.actions.taking import GIST_LENGTH
from lianxin.matters.labels import AT_THE_DESK, CHANNELS, FOR_WHOM, KINDS, REACHES, SHARES
from lianxin.rulebook.pack import RulePack
from lianxin.ui.errors import worded

GIST_WELL = 24  # characters of a title that a list shows whole on every screen
SPEECH, ENDED_LINE = 80, 80
CONTACT = ("name", "phone", "address", "affected_name", "affected_phone", "guardian_name", "guardian_phone")
OF_ANOTHER = ("affected_name", "affected_phone", "guardian_here", "guardian_name", "guardian_phone")
LATE = ("blank", "happened_at", "late_because")
OF_A_CHILD = "child"
BY_HERSELF = N_("他本人")
WITHOUT_CONTACT = ("page", "visit")  # how somebody hears the answer of whom nothing is kept
FIRST = {"channel": "phone", "about": "no", "kind": "demand"}
URGENCIES = {"now": N_("现在就有危险"), "order": N_("按顺序办")}

Options = Sequence[tuple[str, Any]]


@dataclass(frozen=True)
class Offered:
    """What one may choose among at this desk: rooms, categories, delegates' posts, matters of this number still open."""

    rooms: Options = ()
    categories: Options = ()
    delegates: Options = ()
    same: Options = ()


class DeskForm(forms.Form):
    """登记. The fields stand in the order of the talk; only the words are needed.

    `blank` is the number of a printed form, `happened_at` when it was said, `late_because` why it is written down later.
    """

    room = Pick(label=N_("哪间工作室"), missing=N_("选一下登记在哪间工作室"))
    phone = Written(label=N_("电话"), most=SHORT, widget=forms.TextInput(attrs={
        "type": "tel", "inputmode": "tel", "autocomplete": "off", "accesskey": "1"}))  # fmt: skip
    same = One(label=N_("是不是同一件"))
    name = Written(label=N_("怎么称呼"), most=SHORT)
    channel = Pick(
        label=N_("怎么来的"), choices=[(key, CHANNELS[key]) for key in AT_THE_DESK],
        missing=N_("选一下是电话、当面、走访、来信还是别处转来"),
    )  # fmt: skip
    for_whom = Pick(label=N_("替谁说"), choices=[("", BY_HERSELF), *FOR_WHOM.items()])
    address = Written(label=N_("住址"), most=LINE)
    affected_name = Written(label=N_("那位怎么称呼"), most=SHORT)
    affected_phone = Written(label=N_("那位的电话"), most=SHORT)
    guardian_here = forms.BooleanField(label=N_("来的人就是监护人"), required=False)
    guardian_name = Written(label=N_("监护人怎么称呼"), most=SHORT)
    guardian_phone = Written(label=N_("监护人的电话"), most=SHORT)
    words = Written(
        label=N_("原话"), missing=N_("把他说的话记下来"),
        widget=forms.Textarea(attrs={"rows": 5, "accesskey": "2"}),
    )  # fmt: skip
    gist = Written(label=N_("一句话标题"), most=GIST_LENGTH)
    place = Written(label=N_("在哪里"), most=LINE)
    category = Pick(label=N_("类别"))
    kind = Pick(label=N_("哪一种"), choices=list(KINDS.items()))
    urgency = One(label=N_("急不急"), choices=list(URGENCIES.items()))
    about = Pick(
        label=N_("反映本社区或工作人员"), choices=[("no", N_("不是")), ("yes", N_("是，只给组织部门看"))]
    )
    also = Written(label=N_("还有一件（一句话）"), most=GIST_LENGTH)
    speech = Written(label=N_("方言、谁帮着说的"), most=SPEECH)
    folded = forms.BooleanField(label=N_("话里有骂人的，平时折起来"), required=False)
    in_name_of = Pick(label=N_("以哪位代表的名义记"))
    photos = Photos()
    share = One(label=N_("姓名和电话可以给谁看"), choices=list(SHARES.items()))
    reach = Pick(label=N_("有了答复，怎么告诉他"), choices=[
        ("", N_("有电话打电话，没有等下次来")), *REACHES.items()])  # fmt: skip
    told = forms.BooleanField(label=N_("已经告诉他：留下的话和联系方式给谁看、留多久"), required=False)
    read_back = forms.BooleanField(label=N_("已经念给他听，他说对"), required=False)
    blank = Written(label=N_("纸表的编号"), most=SHORT)
    happened_at = Moment(label=N_("他说的那一天、几点"))
    late_because = Written(label=N_("为什么现在才录"), most=LINE)

    def __init__(
        self, data: Any = None, files: Any = None, *, pack: RulePack, offered: Offered, now: datetime.datetime,
        initial: Any = None,
    ) -> None:  # fmt: skip
        super().__init__(data, files, initial=FIRST | (initial or {}))
        self.now = now
        self.fields["phone"].widget.attrs["autofocus"] = not self.is_bound
        set_limits(self, pack)
        self._offer("room", offered.rooms, least=2)
        self._offer("category", offered.categories, none=N_("先不分"))
        self._offer("in_name_of", offered.delegates, none=N_("不是代录"))
        self._offer("same", [("", Words.of(N_("都不是，登记新的"))), *offered.same])

    def clean(self) -> dict[str, Any]:
        """What contradicts itself is pointed out where it can be mended; the anonymous leave nothing and miss nothing."""
        found: dict[str, Any] = super().clean() or {}
        if found.get("share") == "anonymous":
            self._check_anonymous(found)
        else:
            self._check_contact(found)
            self._check_child(found)
        self._check_late(found)
        if found.get("urgency") == "now" and not found.get("same") and not found.get("category"):
            self._refuse("category", N_("列为急件要分好类别：选一个最像的"))
        return found

    def _offer(self, name: str, options: Options, *, none: str = "", least: int = 1) -> None:
        """Let a field choose among these; it is not there at all where there is nothing to choose."""
        if len(options) < least:
            del self.fields[name]
            return
        choosing: Any = self.fields[name]
        choosing.choices = [("", Words.of(none)), *options] if none else list(options)

    def _check_anonymous(self, found: dict[str, Any]) -> None:
        """Contact that was typed is not kept; the page says so. What needs contact is refused."""
        found.update(dict.fromkeys(CONTACT, ""))
        if (found.get("reach") or "page") not in WITHOUT_CONTACT:
            self._refuse("reach", N_("不留联系方式，就没法打电话、上门：请改选自己上网看，或下次来时说"))

    def _check_contact(self, found: dict[str, Any]) -> None:
        contact = any(found.get(part) for part in CONTACT)
        if contact and not found.get("share") and "share" not in self.errors:
            self._refuse("share", N_("选一下姓名和电话可以给谁看"))
        if contact and not found.get("told"):
            self._refuse("told", N_("留联系方式以前，先告诉他给谁看、留多久"))
        for name in ("phone", "affected_phone", "guardian_phone"):
            if found.get(name) and not phones_in(found[name]):
                self._refuse(name, NO_PHONE)
        reach = found.get("reach")
        if reach == "phone" and not found.get("phone") and "phone" not in self.errors:
            self._refuse("phone", N_("要打电话告诉，就留一个电话；或者改选别的告诉办法"))
        if reach in ("door", "notice") and not found.get("address") and "address" not in self.errors:
            self._refuse("address", N_("要上门告诉，就写下住址；或者改选别的告诉办法"))

    def _check_child(self, found: dict[str, Any]) -> None:
        """For a child under fourteen the guardian is known, with a number: it is her consent (RULES, minors)."""
        if found.get("for_whom") != OF_A_CHILD:
            return
        if found.get("guardian_here"):
            if not found.get("phone") and "phone" not in self.errors:
                self._refuse("phone", N_("替未满十四岁的孩子说，监护人要留一个电话"))
            return
        for name, said in (
            ("guardian_name", N_("替未满十四岁的孩子说，写下监护人是谁；来的人就是监护人，就勾上")),
            ("guardian_phone", N_("替未满十四岁的孩子说，监护人要留一个电话")),
        ):
            if not found.get(name) and name not in self.errors:
                self._refuse(name, said)

    def _check_late(self, found: dict[str, Any]) -> None:
        at = found.get("happened_at")
        if at is not None and at > self.now:
            self._refuse("happened_at", N_("补录的时间还没到，看看日子写对没有"))
        if at is not None and not found.get("late_because"):
            self._refuse("late_because", N_("写一下为什么补录，比如停电、下乡用纸记的"))
        if (
            (found.get("late_because") or found.get("blank"))
            and at is None
            and "happened_at" not in self.errors
        ):
            self._refuse("happened_at", N_("补录要写他说的那一天和钟点"))

    def _refuse(self, name: str, said: str | Words) -> None:
        if name in self.fields:
            self.add_error(name, worded(said))


# What an autosave keeps: everything typed or chosen, but no photos.
KEPT = tuple(name for name in DeskForm.base_fields if name != "photos")


def typed_in(sent: Mapping[str, str]) -> dict[str, str]:
    """What is typed or chosen among what was sent."""
    return {name: sent[name] for name in KEPT if sent.get(name)}


def is_worth_keeping(typed: Mapping[str, str]) -> bool:
    """Whether anything was typed: what the form chooses by itself does not count."""
    return any(FIRST.get(name) != value for name, value in typed.items() if name not in ("room", "same"))


class EndForm(forms.Form):
    """结束通话: a reason and at most one line. Nobody's name, no number."""

    because = Pick(
        label=N_("为什么结束"), choices=[("", N_("选一个")), *ENDED.items()], missing=N_("选一下为什么结束")
    )
    line = Written(label=N_("一句话（不写人名和电话）"), most=ENDED_LINE)

    def __init__(self, data: Any = None, *, at: str = "end") -> None:
        super().__init__(data, auto_id=f"{at}_%s")

    def clean(self) -> dict[str, Any]:
        """A line is no place for a number; «something else» says what."""
        found: dict[str, Any] = super().clean() or {}
        line = found.get("line", "")
        if line and (find_phone(line) or phones_in(line)):
            self.add_error("line", worded(N_("这一行不记电话号码：它只说这通电话怎么结束的，不记是谁")))
        if found.get("because") == "other" and not line and "line" not in self.errors:
            self.add_error("line", worded(N_("选了“别的”，就写一句是怎么结束的")))
        return found
