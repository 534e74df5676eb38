"""One good form for every unsafe address, each verb and each thing a resident does: what a person would really send.

The tests of forgery, errors and bad input start from these and change one thing. `test_csrf.py` shows that each is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.urls import reverse

from lianxin.intake import keys
from lianxin.intake.models import Draft
from lianxin.intake.queries import opened
from lianxin.notices.models import News
from tests.asking import RESIDENT, TICKET
from tests.planted import LOOKED, PASSWORD, District

WORDS: Final = "看过现场了，先围起来。"
NEW_PASSWORD: Final = "麻雀 水缸 二十 走廊"  # noqa: S105 - as above

KEEPS_WHAT_IS_TYPED: Final = {"intake:desk": "intake_deskdraft", "intake:desk_end": "intake_deskdraft"}
"""Forms that come back with what was typed kept aside: the one table a refusal of theirs may change."""


@dataclass(frozen=True)
class Sending:
    """A form as somebody sends it. `status` is what a taken one is answered with; `writes`: a table of the product changes."""

    route: str
    who: str
    args: tuple[object, ...]
    data: dict[str, Any]
    status: int = 303
    writes: bool = True
    ticket: str = TICKET

    @property
    def url(self) -> str:
        """Where it goes."""
        return reverse(self.route, args=self.args)

    @property
    def is_a_part(self) -> bool:
        """Whether a script sends it beside the page, which keeps what was typed and says what has to be said."""
        return self.route in ("intake:desk_look", "intake:desk_aside", "intake:desk_keep")

    def __str__(self) -> str:
        return f"{self.route} {self.args[-1] if self.args else ''}".strip()


def sendings(d: District) -> list[Sending]:
    """All of them."""
    return [*_of_residents(d), *_of_verbs(d), *_of_the_staff(d), *_at_the_door(d), *_of_organisers(d)]


def _of_residents(d: District) -> Iterator[Sending]:
    draft, own = ("shenxin", d.draft), d.matters["own"]
    mark = opened(Draft.objects.get(key=d.draft)).mark
    you = {
        "share": "room_only",
        "name": "周桂兰",
        "phone": "13800000427",
        "address": "2 单元",
        "reach": "phone",
    }
    what = {"words": WORDS, "place": "楼前", "about": "no"}
    yield Sending("intake:say", "", ("shenxin",), {**what, "key": keys.issue("shenxin", now=LOOKED)})
    yield Sending("intake:words", "", draft, what)
    yield Sending("intake:you", "", draft, you)
    yield Sending("intake:check", "", draft, {"seen": mark})
    yield Sending("intake:receipt", "", ("shenxin", own.key), {"do": "supplement"})
    yield Sending("intake:receipt", "", ("shenxin", own.key), {"do": "another"})
    yield Sending("intake:track", "", (), {"ref": own.ref, "code": own.code}, writes=False)
    rated = {"reached": "yes", "solved": "no", "satisfied": "mostly", "words": WORDS}
    yield Sending("intake:act", RESIDENT, (d.matters["told"].ref, "rate"), rated, ticket="told")
    yield Sending("intake:act", RESIDENT, (d.matters["told"].ref, "redo"), {"words": WORDS}, ticket="told")
    yield Sending("intake:act", RESIDENT, (d.matters[TICKET].ref, "supplement"), {"words": WORDS})


def _of_verbs(d: District) -> Iterator[Sending]:
    """Each verb by somebody who may do it, at a matter where it passes."""
    voice = {name: matter.voice for name, matter in d.matters.items()}
    unit, category = {name: unit.pk for name, unit in d.world.units.items()}, d.world.categories["roads"].pk
    give = {"lead": unit["区城管局"], "limit": "ordinary", "words": WORDS, "assists": [unit["深沟寺街道"]]}
    who = {"name": "周桂兰", "phone": "13800000427", "address": "2 单元", "told": "on", "another": "on"}
    door = {
        "channel": "phone",
        "share": "room_only",
        "reach": "phone",
        "place": "楼后",
        "key": str(UUID(int=11)),
    }
    rated = {"reached": "yes", "solved": "no", "satisfied": "mostly", "how": "phone", "words": WORDS}
    reason = {"words": WORDS}
    table: tuple[tuple[str, str, str, dict[str, Any]], ...] = (
        ("supplement", "何敏", "own", {"words": WORDS, **who, **door}),
        ("triage", "何敏", "own", {"kind": "demand", "category": category, "gist": "路塌", "place": "楼前", "urgent": "on"}),
        ("answer_on_spot", "何敏", "own", {"words": WORDS, "outcome": "C", f"told_{voice['own']}": "visit"}),
        ("refer_out", "何敏", "own", {"body": "court", "because": "judicial", "words": WORDS}),
        ("send_up", "何敏", "own", reason),
        ("assign", "罗芳", "taken_back", give),
        ("reassign", "罗芳", "led", give),
        ("accept", "郭强", "about_given", {}),
        ("send_back", "郭强", "about_given", reason),
        ("dispute", "郭强", "returned", reason),
        ("advise", "田野", "led", reason),
        ("note", "何敏", "own", {"words": WORDS, "to_resident": "on"}),
        ("extend", "郭强", "led", {"days": "5", **reason}),
        ("pause", "郭强", "led", {"why": "season", **reason}),
        ("resume", "郭强", "paused", {}),
        ("urge", "韩冬", "led", reason),
        ("supervise", "韩冬", "led", reason),
        ("explain", "郭强", "supervised", reason),
        ("reply", "郭强", "led", {"words": WORDS, "outcome": "B", "promised_on": "2026-12-01"}),
        ("keep_promise", "郭强", "promised", reason),
        ("tell", "何敏", "untold", {"voice": voice["untold"], "how": "phone", "reached": "yes"}),
        ("close_unreached", "何敏", "untold", {}),
        ("rate", "何敏", "told", {"voice": voice["told"], **rated}),
        ("redo", "何敏", "told", reason),
        ("close", "何敏", "told", {}),
        ("take_back", "郭强", "sent_back", {}),
        ("pass_on", "何敏", "own", {"room": d.world.rooms["深南社区"].pk, "words": WORDS}),
        ("join", "何敏", "own", {"into": d.matters["at_the_desk"].ref}),
        ("part", "罗芳", "guest", {}),
        ("correct", "何敏", "own", {
            "field": "contact", "voice": voice["own"], "phone": "13800000428", "name": "", "address": "", "place": "",
            "category": category, **reason,
        }),
        ("object_to", "林晓", "dictated", {"against": 2, **reason}),
        ("ask_void", "罗芳", "own", reason),
        ("void", "白川", "dictated", reason),
    )  # fmt: skip
    for verb, name, of, data in table:
        status = 200 if "another" in data else 303  # a receipt is the answer to its form, and to nothing else
        yield Sending("matters:act", name, (d.matters[of].ref, verb), data, status)


def _of_the_staff(d: District) -> Iterator[Sending]:
    desk = {
        "key": keys.issue("desk", now=LOOKED), "words": WORDS, "channel": "visit", "place": "楼前", "about": "no",
        "name": "周桂兰", "phone": "13800000427", "address": "2 单元", "share": "with_contact", "reach": "phone",
        "told": "on",
    }  # fmt: skip
    led = d.matters["led"]
    upto = News.objects.order_by("-pk").values_list("pk", flat=True).first()
    yield Sending("intake:desk", "何敏", (), desk)
    yield Sending("intake:blanks", "何敏", (), {"count": "2"})
    yield Sending("intake:desk_look", "何敏", (), desk, 200)
    yield Sending("intake:desk_aside", "何敏", (), desk, 200, writes=False)
    yield Sending("intake:desk_keep", "何敏", (), desk, 204)
    yield Sending(
        "intake:desk_end", "何敏", (), {"key": desk["key"], "because": "silent", "line": "没有声音"}
    )
    yield from _of_colleagues(d)
    again = {"reason": "回执丢了", "paper": "58"}
    untold = d.matters["untold"]
    told = {"ref": untold.ref, "voice": untold.voice, "how": "phone", "reached": "yes"}
    yield Sending("intake:reprint", "何敏", (led.ref, led.voice), again, 200)
    yield Sending("matters:tell_list", "何敏", (), told)
    yield Sending("matters:find", "何敏", (), {"q": led.code})
    yield Sending("matters:contact", "何敏", (led.ref, led.voice), {"reason": "约上门"}, 200)
    yield Sending("notices:news", "郭强", (), {"upto": upto or 10**6})


def _of_colleagues(d: District) -> Iterator[Sending]:
    """Who stands in, who hands over, whose telephone was lost."""
    here, posts = d.pk("何敏"), d.world.posts
    away = {"deputy": d.pk("林晓"), "because": "leave", "since": "2026-06-08", "last": "2026-06-12"}
    given = {"to": posts["林晓"].pk, "matter": [d.matters["at_the_desk"].ref]}
    yield Sending("people:stand_in", "何敏", (here,), away)
    yield Sending("people:end_standing_in", "罗芳", (d.deputy,), {})
    yield Sending("people:end_sessions", "何敏", (d.pk("林晓"),), {})
    yield Sending("people:stay", "何敏", (), {}, writes=False)
    yield Sending("people:again", "何敏", (), {"key": str(UUID(int=7))}, writes=False)
    yield Sending("people:stop", "罗芳", (d.pk("郭强"),), {})
    yield Sending("matters:hand_over", "何敏", (here,), given)


def _at_the_door(d: District) -> Iterator[Sending]:
    fresh = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    yield Sending("people:sign_in", "", (), {"login": "baichuan", "password": PASSWORD}, writes=False)
    yield Sending("people:sign_in_by_slip", "", (), {"login": "baichuan", "code": d.slip, **fresh})
    yield Sending("people:sign_out", "何敏", (), {}, writes=False)
    yield Sending("people:act_as", "何敏", (), {"post": d.world.posts["何敏"].pk}, writes=False)
    yield Sending("people:password", "白川", (), {"old": PASSWORD, **fresh})


def _of_organisers(d: District) -> Iterator[Sending]:
    person, unit = (d.pk("郭强"),), {name: one.pk for name, one in d.world.units.items()}
    post, since = {"role": "handler", "unit": unit["区城管局"]}, {"since": "2026-06-05"}
    room = {"address": "服务中心一楼", "hours": "工作日", "phone": "0412-000 0168"}
    table: tuple[tuple[str, tuple[object, ...], dict[str, Any], int], ...] = (
        ("people:add_person", (), {"name": "乔木", "login": "qiaomu"}, 303),
        ("people:add_post", person, {**post, **since}, 303),
        ("people:add_term", person, {"level": "区第十三届", **since, "until": "2030-01-01"}, 303),
        ("people:print_slip", person, {}, 200),
        ("people:end_post", (d.world.posts["郭强"].pk,), {"until": "2026-07-01"}, 303),
        ("people:add_unit", (), {"name": "区水务局", "kind": "department", "parent": unit["立山区"], **since}, 303),
        ("workrooms:add_room", (), {"unit": unit["深沟寺街道"], "name": "街道工作室", "slug": "shengou", **room}, 303),
        ("workrooms:change_room", ("shenxin",), room, 303),
    )  # fmt: skip
    for route, args, data, status in table:
        yield Sending(route, "罗芳", args, data, status)
