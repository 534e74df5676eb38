"""Does any verb of the table with inputs a person could have typed: for loops over rows, and for generated histories."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from lianxin.kernel.days import local
from lianxin.matters import queries
from lianxin.matters.actions import closing, correcting, handling, joining, mending, taking, watching
from lianxin.matters.by import SYSTEM, By
from lianxin.matters.guards import Facts
from lianxin.matters.models import Assignment, Clock, Dictation, Matter, VoiceMatter
from lianxin.people import access
from lianxin.workrooms.models import Workroom
from tests.world import World

Doer = Callable[[World, int, By, datetime.datetime], object]


def _voice(pk: int, *, told: bool) -> int | None:
    links = VoiceMatter.objects.filter(matter=pk, until=None, told_at__isnull=not told).order_by("id")
    link = links.first() or VoiceMatter.objects.filter(matter=pk, until=None).first()
    return link.voice_id if link else None


def _other_room(world: World, pk: int) -> Workroom:
    here = Matter.objects.get(pk=pk).room_id
    return next(room for room in world.rooms.values() if room.pk != here)


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


def _join(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    """Into another open matter of the same room, registered by its resident a moment ago."""
    about = Matter.objects.get(pk=pk).about
    other = taking.register(world.said("也塌了", about=about.name if about else ""), By("resident"), now=now)
    access.read_matter(0)
    return joining.join(pk, by, into=other.matter_id, now=now)


def _hand_over(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    one, other = world.posts["罗芳"], world.posts["白川"]
    return joining.hand_over(pk, by, from_post=one, to_post=other, now=now)


def _object_to(world: World, pk: int, by: By, now: datetime.datetime) -> object:
    mine = Dictation.objects.filter(matter=pk, post=by.post.id if by.post else 0, objected_no=None).first()
    return correcting.object_to(pk, by, against=mine.no if mine else 1, words="不是这么说的", now=now)


DOERS: dict[str, Doer] = {
    "pass_on": lambda w, pk, by, now: joining.pass_on(pk, by, room=_other_room(w, pk), words="", now=now),
    "join": _join,
    "part": lambda w, pk, by, now: joining.part(pk, by, now=now),
    "hand_over": _hand_over,
    "correct": lambda w, pk, by, now: correcting.correct(
        pk, by, field="place", place=f"{now:%H%M} 号楼", words="写错了", now=now
    ),
    "object_to": _object_to,
    "ask_void": lambda w, pk, by, now: correcting.ask_void(pk, by, words="重复了", now=now),
    "void": lambda w, pk, by, now: correcting.void(pk, by, words="同意", now=now),
    "register": lambda w, pk, by, now: taking.register(w.said(), by, now=now),
    "supplement": lambda w, pk, by, now: taking.supplement(pk, by, words="还有一处", now=now),
    "triage": _triage,
    "answer_on_spot": _answer,
    "refer_out": _refer,
    "send_up": lambda w, pk, by, now: handling.send_up(pk, by, words="办不了", now=now),
    "assign": _assign,
    "reassign": _reassign,
    "accept": lambda w, pk, by, now: handling.accept(pk, by, now=now),
    "dispute": lambda w, pk, by, now: handling.dispute(pk, by, words="也不是我们管", now=now),
    "send_back": lambda w, pk, by, now: handling.send_back(pk, by, words="不是我们管", now=now),
    "advise": lambda w, pk, by, now: handling.advise(pk, by, words="先围护", now=now),
    "note": lambda w, pk, by, now: handling.note(pk, by, words="看过现场", to_resident=False, now=now),
    "extend": lambda w, pk, by, now: handling.extend(pk, by, days=5, words="等材料", now=now),
    "pause": lambda w, pk, by, now: handling.pause(pk, by, why="season", words="等化冻", now=now),
    "resume": lambda w, pk, by, now: handling.resume(pk, by, now=now),
    "urge": lambda w, pk, by, now: watching.urge(pk, by, words="请快一点", now=now),
    "supervise": lambda w, pk, by, now: watching.supervise(pk, by, words="请说明", now=now),
    "explain": lambda w, pk, by, now: watching.explain(pk, by, words="管材没到，周五修", now=now),
    "reply": _reply,
    "keep_promise": lambda w, pk, by, now: handling.keep_promise(pk, by, words="修好了", now=now),
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
    matter = Matter.objects.select_related("room", "owner", "void_asked_by").get(pk=pk)
    assignments = list(Assignment.objects.filter(matter=matter).select_related("unit", "given_by"))
    clocks = list(Clock.objects.filter(matter=matter, stopped_no=None, taken_back=False))
    return queries.facts_of(matter, by, assignments, clocks, queries.rules_on(now), now=now)


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
