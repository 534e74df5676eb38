"""Does any verb of the table with inputs a person could have typed: for loops over rows, and for generated histories."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from lianxin.kernel.days import local
from lianxin.matters import queries
from lianxin.matters.actions import closing, handling, mending, taking
from lianxin.matters.by import SYSTEM, By
from lianxin.matters.guards import Facts
from lianxin.matters.models import Assignment, Matter, VoiceMatter
from lianxin.people import access
from tests.world import World

Doer = Callable[[World, int, By, datetime.datetime], object]


def _voice(pk: int, *, told: bool) -> int | None:
    links = VoiceMatter.objects.filter(matter=pk, until=None, told_at__isnull=not told).order_by("id")
    link = links.first() or VoiceMatter.objects.filter(matter=pk, until=None).first()
    return link.voice_id if link else None


def _triage(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    category = world.categories["roads"]
    return taking.triage(
        pk, by, kind="demand", category=category, urgent=False, place="14 号楼前", gist="", now=now
    )


def _answer(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    return taking.answer_on_spot(pk, by, words="已经讲清楚", outcome="D", told={}, now=now)


def _refer(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    pack = queries.rules_on(now).pack
    because = pack.refer_reasons[0].key
    return taking.refer_out(pk, by, body="court", because=because, words="请到法院", now=now)


def _assign(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    lead = (
        world.units["区住建局"]
        if by.post and by.post.role == "organiser"
        else world.units[by.post.unit if by.post else "区住建局"]
    )
    return handling.assign(pk, by, lead=lead, assists=[], limit="ordinary", words="请尽快", now=now)


def _reassign(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    lead = (
        world.units["区城管局"]
        if by.post and by.post.role == "organiser"
        else world.units[by.post.unit if by.post else "区城管局"]
    )
    return handling.reassign(pk, by, lead=lead, assists=[], limit="ordinary", words="换一家", now=now)


def _reply(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    promised = local(now).date() + datetime.timedelta(days=40)
    return handling.reply(pk, by, words="下月修", outcome="B", promised_on=promised, now=now)


def _tell(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    return closing.tell(pk, by, voice=_voice(pk, told=False), how="phone", reached=True, now=now)


def _rate(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    voice = by.voice or _voice(pk, told=True)
    return closing.rate(
        pk, by, voice=voice, reached=True, solved=True, satisfied="mostly", how="phone", words="", now=now
    )


DOERS: dict[str, Doer] = {
    "register": lambda w, pk, by, now: taking.register(w.said(), by, now=now),
    "supplement": lambda w, pk, by, now: taking.supplement(pk, by, words="还有一处", now=now),
    "triage": _triage,
    "answer_on_spot": _answer,
    "refer_out": _refer,
    "send_up": lambda w, pk, by, now: handling.send_up(pk, by, words="办不了", now=now),
    "assign": _assign,
    "reassign": _reassign,
    "accept": lambda w, pk, by, now: handling.accept(pk, by, now=now),
    "send_back": lambda w, pk, by, now: handling.send_back(pk, by, words="不是我们管", now=now),
    "advise": lambda w, pk, by, now: handling.advise(pk, by, words="先围护", now=now),
    "note": lambda w, pk, by, now: handling.note(pk, by, words="看过现场", to_resident=False, now=now),
    "reply": _reply,
    "tell": _tell,
    "close_unreached": lambda w, pk, by, now: closing.close_unreached(pk, by, now=now),
    "rate": _rate,
    "redo": lambda w, pk, by, now: closing.redo(pk, by, words="又塌了", now=now),
    "close": lambda w, pk, by, now: closing.close(pk, by, now=now),
    "take_back": lambda w, pk, by, now: mending.take_back(pk, by, now=now),
    "recount": lambda w, pk, by, now: mending.recount(pk, now=now),
}


def facts(pk: int, by: By, now: datetime.datetime) -> Facts:
    """What the rules see for an actor on one matter."""
    matter = Matter.objects.select_related("room", "owner").get(pk=pk)
    assignments = list(Assignment.objects.filter(matter=matter).select_related("unit", "given_by"))
    return queries.facts_of(matter, by, assignments, queries.rules_on(now), now=now)


def actors(world: World, voice: int) -> list[tuple[str, By]]:
    """The whole cast, a resident and the system."""
    staff = [(name, world.by(name)) for name in world.posts]
    return [*staff, ("周桂兰", By("resident", voice=voice)), ("系统", SYSTEM)]


def sees(world: World, name: str, pk: int) -> bool:
    """Set the transaction to what this actor may read, and say whether the matter is among it."""
    access.read_as(())
    if name in world.posts:
        world.reader(name)
    else:
        world.house()
    return Matter.objects.filter(pk=pk).exists()
