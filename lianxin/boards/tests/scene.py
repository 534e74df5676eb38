"""A district at work: matters of two rooms at every stage, some of them about a room; and plain counts from the steps."""

from __future__ import annotations

from collections import Counter

from lianxin.boards.queries import counts_now
from lianxin.matters.actions.taking import register
from lianxin.matters.by import resident
from lianxin.matters.models import Step, TallyTotal
from lianxin.people import access
from lianxin.people.models import Unit
from tests import world as cast
from tests.doing import DOERS, sees
from tests.world import World

UP = (("何敏", "send_up"), ("吴迪", "send_up"))
GIVEN = (*UP, ("罗芳", "assign"))
TOLD = (("何敏", "answer_on_spot"), ("何敏", "tell"))
HISTORIES: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    ("", ()),
    ("", ()),
    ("", UP),
    ("", GIVEN),
    ("", (*GIVEN, ("郭强", "accept"))),
    ("", (*GIVEN, ("郭强", "accept"), ("郭强", "reply"))),
    ("", TOLD),
    ("", (*TOLD, ("何敏", "close"))),
    ("", (*TOLD, ("何敏", "redo"))),
    ("", (("何敏", "refer_out"),)),
    ("", (*GIVEN, ("罗芳", "take_back"))),
    ("深新社区", ()),
    ("深新社区", (("罗芳", "assign"),)),
    ("深沟寺街道", (("罗芳", "assign"), ("郭强", "accept"), ("郭强", "reply"), ("罗芳", "tell"))),
)


def live(world: World) -> None:
    """Live all histories, the last one of 深南社区; leaves the transaction reading as nobody."""
    for about, deeds in HISTORIES:
        pk = world.tell_the_house(about=about).matter_id
        for name, verb in deeds:
            sees(world, name, pk)
            DOERS[verb](world, pk, world.by(name), cast.NOW)
    register(world.said(room="深南社区"), resident(), now=cast.NOW)
    access.read_matter(0)
    access.read_as(())


def plain_counts(world: World) -> Counter[tuple[str, str]]:
    """(room or «office», stage) → matters, counted from the steps by hand: where a matter's last step that moved it led."""
    world.house()
    found: Counter[tuple[str, str]] = Counter()
    last: dict[int, tuple[str, str]] = {}
    for step in Step.objects.select_related("matter__room").order_by("matter", "no"):
        about = step.matter.about_id is not None
        last[step.matter_id] = ("office" if about else step.matter.room.slug, step.to_stage)
    found.update(last.values())
    access.read_as(())
    return found


def totals() -> dict[tuple[int, str], int]:
    """What is folded, zeros left out."""
    return {(t.unit_id, t.stage): t.count for t in TallyTotal.objects.all() if t.count}


def counted() -> dict[tuple[int, str], int]:
    """What a board would show of every unit, zeros left out."""
    units = Unit.objects.values_list("id", flat=True)
    return {key: n for key, n in counts_now(units).items() if n}
