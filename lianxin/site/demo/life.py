"""Lives the demo matters through the verbs, each to where `cases.toml` says, at moments that lie behind us."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heapreplace
from typing import Any
from uuid import UUID

from lianxin.kernel.days import TZ, local
from lianxin.matters import consent
from lianxin.matters.actions import closing, correcting, handling, joining, taking, watching
from lianxin.matters.actions.taking import Contact, Said
from lianxin.matters.by import SYSTEM, By, resident
from lianxin.matters.models import Category
from lianxin.matters.receipts import Receipt
from lianxin.site.demo.house import House

Case = dict[str, Any]

# How far each end goes: the chapters of a case, in order.
CHAPTERS: dict[str, tuple[str, ...]] = {
    "registered": (),
    "triaged": ("triage",),
    "sent_up": ("triage", "up"),
    "assigned": ("triage", "up", "assign"),
    "sent_back": ("triage", "up", "assign", "back"),
    "returned": ("triage", "up", "assign", "back", "again"),
    "disputed": ("triage", "up", "assign", "back", "again", "dispute"),
    "handling": ("triage", "up", "assign", "accept", "note"),
    "extended": ("triage", "up", "assign", "accept", "extend"),
    "paused": ("triage", "up", "assign", "accept", "pause"),
    "supervised": ("triage", "up", "assign", "accept", "supervise"),
    "replied": ("triage", "up", "assign", "accept", "reply"),
    "planned": ("triage", "up", "assign", "accept", "reply", "tell"),
    "kept": ("triage", "up", "assign", "accept", "reply", "tell", "close"),
    "overdue_promise": ("triage", "up", "assign", "accept", "reply", "tell", "close"),
    "promise_kept": ("triage", "up", "assign", "accept", "reply", "tell", "close", "keep"),
    "promise_told": ("triage", "up", "assign", "accept", "reply", "tell", "close", "keep", "tell"),
    "told": ("triage", "up", "assign", "accept", "reply", "tell"),
    "closed": ("triage", "up", "assign", "accept", "advise", "reply", "tell", "rate", "close"),
    "redo": ("triage", "up", "assign", "accept", "reply", "tell", "rate", "redo"),
    "unreached": ("triage", "up", "assign", "accept", "reply", "try", "try", "try", "unreached"),
    "on_spot": ("triage", "answer"),
    "referred": ("triage", "refer", "tell"),
    "joined": ("triage", "join"),
    "void": ("ask_void", "void"),
}


@dataclass
class Life:
    """One case being lived: who is next, and the moment, which moves on with every chapter but never past `now`."""

    house: House
    case: Case
    categories: dict[str, Category]
    now: datetime.datetime
    at: datetime.datetime
    pause: datetime.timedelta
    receipt: Receipt
    owner: str
    others: dict[int, Receipt]

    @property
    def soon(self) -> datetime.datetime:
        """The moment of the next step, in the hours people work."""
        return min(max(self.at, _by_day(self.at + self.pause)), self.now)

    def next(self) -> datetime.datetime:
        """Come to that moment."""
        self.at = self.soon
        return self.at

    @property
    def room(self) -> str:
        """The unit that keeps the room."""
        return str(self.case["room"])

    def owning(self) -> By:
        """Who passes it on where it now lies: the liaison there, in the district the organiser."""
        return (
            self.house.by("organiser", "区委组织部")
            if self.owner == "立山区"
            else self.house.by("liaison", self.owner)
        )


def live(house: House, cases: Sequence[Case], *, now: datetime.datetime) -> None:
    """Live the cases side by side, chapter by chapter in the order of time. Needs a transaction that reads as the house."""
    categories = {category.key: category for category in Category.objects.all()}
    receipts: dict[int, Receipt] = {}
    lives = [_living(house, case, categories, receipts, number, now) for number, case in enumerate(cases, 1)]
    coming = [(next(life), number) for number, life in enumerate(lives)]
    heapify(coming)
    while coming:
        number = coming[0][1]
        if (at := next(lives[number], None)) is None:
            heappop(coming)
        else:
            heapreplace(coming, (at, number))


def _living(
    house: House,
    case: Case,
    categories: dict[str, Category],
    receipts: dict[int, Receipt],
    number: int,
    now: datetime.datetime,
) -> Iterator[datetime.datetime]:
    """Register one case `days` before now and take it as far as its `end`; says before each chapter when it will be."""
    chapters = CHAPTERS[case["end"]]
    begun = _begun(case["days"], number, now)
    yield begun
    pause = (now - begun) / (len(chapters) + 4)
    receipt = taking.register(_said(house, case, number), _who_hears(house, case), now=begun)
    receipts[number] = receipt
    life = Life(house, case, categories, now, begun, pause, receipt, case["room"], receipts)
    for chapter in chapters:
        yield life.soon
        DO[chapter](life)


def _by_day(moment: datetime.datetime) -> datetime.datetime:
    """The same day between nine and half past four."""
    here = local(moment)
    return here if 9 <= here.hour < 16 else here.replace(hour=9 + here.hour % 7, minute=here.minute)


def _begun(days: int, number: int, now: datetime.datetime) -> datetime.datetime:
    if days == 0:
        return now - datetime.timedelta(minutes=20 + number)
    day = local(now).date() - datetime.timedelta(days=days)
    return datetime.datetime.combine(day, datetime.time(9 + number % 7, number * 7 % 60), TZ)


def _said(house: House, case: Case, number: int) -> Said:
    room = house.rooms[case["room"]]
    anonymous = case.get("share") == "anonymous"
    return Said(
        room=room, words=case["words"], key=UUID(bytes=hashlib.sha256(f"demo {number}".encode()).digest()[:16]),
        channel=case.get("channel", "page"), share=case.get("share", "with_contact"), reach=case.get("reach", "phone"),
        place=case.get("place", ""), contact=Contact() if anonymous else Contact(case["name"], case["phone"]),
        about=room.unit if case.get("about") else None, for_whom=case.get("for_whom", ""),
        affected=Contact(case.get("affected", "")), consent_version=consent.VERSION,
    )  # fmt: skip


def _who_hears(house: House, case: Case) -> By:
    if case.get("dictated"):
        return house.by("liaison", case["room"], in_name_of=house.posts["delegate", case["room"]].pk)
    if case.get("channel") == "visit":
        return house.by("delegate", case["room"])
    return house.by("liaison", case["room"]) if case.get("channel") == "phone" else resident()


def _triage(life: Life) -> None:
    case = life.case
    taking.triage(
        life.receipt.matter_id, life.owning(), kind=case.get("kind", "demand"), category=life.categories[case["category"]],
        urgent=False, place=case.get("place", ""), gist="", now=life.next(),
    )  # fmt: skip


def _up(life: Life) -> None:
    for _ in range(life.case.get("up", 0)):
        words = (
            "社区没有力量办，请上级协调。" if life.owner == life.room else "要区里的单位来办，请区里协调。"
        )
        handling.send_up(life.receipt.matter_id, life.owning(), words=words, now=life.next())
        unit = life.house.units[life.owner].parent
        life.owner = unit.name if unit else life.owner


def _assign(life: Life) -> None:
    case, units = life.case, life.house.units
    handling.assign(
        life.receipt.matter_id, life.owning(), lead=units[case["lead"]], assists=[units[n] for n in case.get("assists", ())],
        limit="ordinary", words="请先到现场看，有情况随时记下来。", now=life.next(),
    )  # fmt: skip


def _handler(life: Life) -> By:
    lead = life.case["lead"]
    return life.house.by("handler" if ("handler", lead) in life.house.posts else "liaison", lead)


def _accept(life: Life) -> None:
    handling.accept(life.receipt.matter_id, _handler(life), now=life.next())


def _back(life: Life) -> None:
    handling.send_back(life.receipt.matter_id, _handler(life), words=life.case["back"], now=life.next())


def _again(life: Life) -> None:
    life.case = {**life.case, "lead": life.case["second"]}
    _assign(life)


def _dispute(life: Life) -> None:
    handling.dispute(life.receipt.matter_id, _handler(life), words=life.case["dispute"], now=life.next())


def _advise(life: Life) -> None:
    for unit in life.case.get("assists", ()):
        by = life.house.by("handler", unit)
        handling.advise(life.receipt.matter_id, by, words=life.case["advice"], now=life.next())


def _note(life: Life) -> None:
    handling.note(
        life.receipt.matter_id, _handler(life), words=life.case["note"], to_resident=True, now=life.next()
    )


def _extend(life: Life) -> None:
    case, pk = life.case, life.receipt.matter_id
    handling.extend(pk, _handler(life), days=case["extend"], words=case["extend_why"], now=life.next())


def _pause(life: Life) -> None:
    case, pk = life.case, life.receipt.matter_id
    handling.pause(pk, _handler(life), why=case["pause"], words=case["pause_why"], now=life.next())


def _supervise(life: Life) -> None:
    by = life.house.by("supervisor", "立山区")
    watching.supervise(life.receipt.matter_id, by, words=life.case["supervise"], now=life.next())


def _reply(life: Life) -> None:
    outcome = life.case["outcome"]
    ahead = datetime.timedelta(days=life.case.get("promised", 120))
    day = local(life.now).date() + ahead if outcome == "B" else None
    handling.reply(
        life.receipt.matter_id,
        _handler(life),
        words=life.case["reply"],
        outcome=outcome,
        promised_on=day,
        now=life.next(),
    )


def _keep(life: Life) -> None:
    """Today: who is to be told of it waits not yet long."""
    life.at = max(life.at, life.now - datetime.timedelta(hours=3))
    handling.keep_promise(life.receipt.matter_id, _handler(life), words=life.case["kept"], now=life.at)


def _tell(life: Life) -> None:
    how = life.case.get("reach", "phone")
    by = SYSTEM if how == "page" else life.house.by("liaison", life.room)
    closing.tell(
        life.receipt.matter_id, by, voice=life.receipt.voice_id, how=how, reached=True, now=life.next()
    )


def _try(life: Life) -> None:
    life.at = min(life.at + datetime.timedelta(hours=14), life.now)
    by = life.house.by("liaison", life.room)
    closing.tell(
        life.receipt.matter_id, by, voice=life.receipt.voice_id, how="phone", reached=False, now=life.at
    )


def _rate(life: Life) -> None:
    good = life.case["satisfied"] != "no"
    closing.rate(
        life.receipt.matter_id, resident(life.receipt.voice_id), voice=life.receipt.voice_id, reached=True, solved=good,
        satisfied=life.case["satisfied"], how="page", words="", now=life.next(),
    )  # fmt: skip


def _redo(life: Life) -> None:
    by = resident(life.receipt.voice_id)
    closing.redo(life.receipt.matter_id, by, words=life.case["redo"], now=life.next())


def _close(life: Life) -> None:
    closing.close(life.receipt.matter_id, life.house.by("liaison", life.room), now=life.next())


def _unreached(life: Life) -> None:
    closing.close_unreached(life.receipt.matter_id, life.house.by("liaison", life.room), now=life.next())


def _answer(life: Life) -> None:
    told = {life.receipt.voice_id: "phone"}
    taking.answer_on_spot(
        life.receipt.matter_id, life.owning(), words=life.case["reply"], outcome=life.case["outcome"], told=told,
        now=life.next(),
    )  # fmt: skip


def _refer(life: Life) -> None:
    case = life.case
    words = "已经把您的话带过去，他们会和您联系。"
    taking.refer_out(
        life.receipt.matter_id,
        life.owning(),
        body=case["body"],
        because=case["because"],
        words=words,
        now=life.next(),
    )


def _join(life: Life) -> None:
    by, other = life.house.by("liaison", life.room), life.others[life.case["into"]]
    joining.join(life.receipt.matter_id, by, into=other.matter_id, now=life.next())


def _ask_void(life: Life) -> None:
    by = life.house.by("organiser", "区委组织部")
    correcting.ask_void(life.receipt.matter_id, by, words=life.case["reason"], now=life.next())


def _void(life: Life) -> None:
    by = life.house.by("organiser", "区委组织部", "白川")
    correcting.void(life.receipt.matter_id, by, words="看过了，同意。", now=life.next())


DO: dict[str, Callable[[Life], None]] = {
    "triage": _triage,
    "up": _up,
    "assign": _assign,
    "accept": _accept,
    "back": _back,
    "again": _again,
    "dispute": _dispute,
    "advise": _advise,
    "note": _note,
    "extend": _extend,
    "pause": _pause,
    "supervise": _supervise,
    "reply": _reply,
    "keep": _keep,
    "tell": _tell,
    "try": _try,
    "rate": _rate,
    "redo": _redo,
    "close": _close,
    "unreached": _unreached,
    "answer": _answer,
    "refer": _refer,
    "join": _join,
    "ask_void": _ask_void,
    "void": _void,
}
