"""经过: a matter's steps as sentences a person would write, for the house and, with fewer of them, for the resident.

Which sentence a step gets stands in its row of `moves.py`; this module only fills in names, days and lists.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lianxin.kernel.words import N_, Words
from lianxin.matters.labels import CLOCK_KINDS, CORRECTED, HOWS, KINDS, OUTCOMES, SATISFIED, SOLVED
from lianxin.matters.ledger import taken_back
from lianxin.matters.models import Attachment, Category, Matter, Step, StepText, Version
from lianxin.matters.moves import MOVES
from lianxin.people.models import Person, Post, Unit
from lianxin.rulebook.pack import RulePack
from lianxin.workrooms.models import Workroom

TOLD_YOU: Mapping[str, str] = {
    "page": N_("在这一页上告诉您了"),
    "phone": N_("打电话告诉您了"),
    "visit": N_("上门告诉您了"),
    "paper": N_("书面告诉您了"),
    "counter": N_("当面告诉您了"),
}
"""The ways of telling as the resident reads them; the house's words for them are `labels.HOWS`."""
VERSIONED: Mapping[str, str] = {"place": CORRECTED["place"], "gist": N_("清单上的一句话")}


@dataclass(frozen=True)
class Old:
    """What a field said before a step: its msgid, and data or words; '' where it said nothing."""

    field: str
    before: Words | str


@dataclass(frozen=True)
class Line:
    """One step as people read it. `words` is what somebody wrote, '' for none; `photos` are names of kept photos.

    `old` is what fields said before this step (旧版), for the house alone; `against` the step it objects to, 0 for none;
    `heard` how a resident is told of it.
    """

    no: int
    verb: str
    at: datetime.datetime
    said: Words
    words: str
    to_resident: bool
    photos: tuple[str, ...]
    taken_back: bool
    old: tuple[Old, ...] = ()
    against: int = 0
    heard: Words | str = ""


@dataclass(frozen=True)
class Names:
    """What ids in step values are called."""

    units: Mapping[int, str]
    rooms: Mapping[int, str]
    categories: Mapping[int, str]
    posts: Mapping[int, str]
    persons: Mapping[int, str]
    pack: RulePack


def timeline_of(matter: Matter, pack: RulePack) -> tuple[Line, ...]:
    """Every step, oldest first, for the house. A fixed number of queries, however many steps."""
    return _lines(matter, pack, public=False)


def public_timeline_of(matter: Matter, pack: RulePack, voice: int) -> tuple[Line, ...]:
    """The steps a resident reads, oldest first: no internal words, nothing about other voices, nothing taken back."""
    shown = (line for line in _lines(matter, pack, public=True) if not line.taken_back)
    steps = {step.no: step.values for step in Step.objects.filter(matter=matter)}
    return tuple(line for line in shown if steps[line.no].get("voice") in (None, voice))


def sentences_of(steps: Iterable[Step], pack: RulePack) -> Mapping[int, Words]:
    """Step id → the house's sentence for it, for steps of any matters; three queries. Needs `post__person`, `post__unit`."""
    steps = list(steps)
    names = _names(steps, pack)
    return {step.pk: _line(step, None, (), names, undone=False, public=False).said for step in steps}


def _lines(matter: Matter, pack: RulePack, *, public: bool) -> tuple[Line, ...]:
    steps = list(
        Step.objects.filter(matter=matter).select_related("post__person", "post__unit").order_by("no")
    )
    texts = {text.step_id: text for text in StepText.objects.filter(matter=matter)}
    photos: dict[int, tuple[str, ...]] = {}
    for photo in Attachment.objects.filter(matter=matter).order_by("id"):
        photos[photo.no] = (*photos.get(photo.no, ()), photo.name)
    names = _names(steps, pack)
    old = {} if public else _old(matter, steps, names)
    undone = taken_back(steps)
    drawn = (step for step in steps if not public or _is_public(step, texts.get(step.pk)))
    return tuple(
        _line(step, texts.get(step.pk), photos.get(step.no, ()), names, step.no in undone, public, old.get(step.no, ()))
        for step in drawn
    )  # fmt: skip


def _old(matter: Matter, steps: Iterable[Step], names: Names) -> Mapping[int, tuple[Old, ...]]:
    """Step number → what the matter said before it, but for words that the step folded away; one query."""
    found: dict[int, tuple[Old, ...]] = {}
    folding = [step.no for step in steps if step.values.get("folded")]
    for version in Version.objects.filter(matter=matter).exclude(no__in=folding).order_by("id"):
        label = VERSIONED.get(version.field, version.field)
        found[version.no] = (*found.get(version.no, ()), Old(label, version.before))
    for step in steps:
        before = names.categories.get((step.values.get("before") or {}).get("category") or 0)
        if step.verb == "correct" and before is not None:
            found[step.no] = (Old(CORRECTED["category"], Words.of(before)),)
    return found


def _is_public(step: Step, text: StepText | None) -> bool:
    if step.verb in ("note", "reply", "answer_on_spot", "keep_promise"):
        return bool(MOVES[step.verb].public) and text is not None and text.to_resident
    if step.verb == "tell":
        return bool(step.values["reached"])
    if step.verb in ("join", "part"):  # the other side's step is nothing to who was there before
        return "into" in step.values or "apart" in step.values
    return bool(MOVES[step.verb].public)


def _line(
    step: Step, text: StepText | None, photos: tuple[str, ...], names: Names, undone: bool, public: bool,
    old: tuple[Old, ...] = (),
) -> Line:  # fmt: skip
    row = MOVES[step.verb]
    values = _values(step, names)
    clauses = {name: Words(said, values) if values.get(name) else "" for name, said in row.clauses.items()}
    said = Words(row.public, values) if public else Words(row.sentence, {**values, **clauses})
    seen = text is not None and (text.to_resident or not public)
    return Line(
        step.no, step.verb, step.happened_at, said, text.words if text and seen else "",
        bool(text and text.to_resident), photos if seen or not public else (), undone, old,
        step.values["against"] if step.verb == "object_to" else 0, Words(row.public, values),
    )  # fmt: skip


def _values(step: Step, names: Names) -> dict[str, object]:
    given = step.values
    unit = names.units.get
    values: dict[str, object] = {
        "who": _who(step, names),
        "room": names.rooms.get(given.get("room"), ""),
        "said": _day(given.get("said_on")),
        "urgent": bool(given.get("urgent")) and " ",
        "kind": _label(KINDS, given.get("kind")),
        "category": names.categories.get(given.get("category"), "")
        and Words.of(names.categories[given["category"]]),
        "place": bool(given.get("placed")) and " ",
        "outcome": _label(OUTCOMES, given.get("outcome")),
        "untold": given.get("untold") or 0,
        "body": _label(dict(names.pack.refer_bodies), given.get("body")),
        "because": _label(dict(names.pack.refer_reasons), given.get("because")),
        "why": _label(dict(names.pack.pause_reasons), given.get("why")),
        "days": given.get("days") or 0,
        "owner": unit(given.get("owner", 0), ""),
        "lead": unit(given.get("lead") or 0, ""),
        "unit": unit(given.get("unit") or 0, ""),
        "assists": tuple(unit(pk, "") for pk in given.get("assists") or ()),
        "due": _day(given.get("due_on")),
        "pushed": bool(given.get("pushed")) and " ",
        "promised": _day(given.get("promised_on")),
        "photos": given.get("photos") or 0,
        "voice": bool(given.get("further") or (step.verb == "correct" and "voice" in given)) and " ",
        "how": _label(HOWS, given.get("how")),
        "told_you": _label(TOLD_YOU, given.get("how")),
        "reached": given.get("reached") is False and " ",
        "tries": given.get("tries") or 0,
        "satisfied": _label(SATISFIED, given.get("satisfied")),
        "solved": Words.of(SOLVED[given["solved"]]) if "solved" in given else "",
        "undone": Words.of(MOVES[given["verb"]].label) if "verb" in given else "",
        "into": given.get("into", ""),
        "from": given.get("from", ""),
        "apart": bool(given.get("apart")) and " ",
        "parted": given.get("parted", ""),
        "voices": given.get("voices") or 0,
        "field": _label(CORRECTED, given.get("field")),
        "against": given.get("against") or 0,
        "answers": tuple(str(no) for no in given.get("answers") or ()),
        "from_post": names.posts.get(given.get("from_post"), ""),
        "to_post": names.posts.get(given.get("to_post"), ""),
        "also": given.get("also", ""),
        "late": bool(given.get("late")) and " ",
        "read_back": bool(given.get("read_back")) and " ",
        "moved": tuple(_moved(change) for change in given.get("moved") or ()),
    }
    return values


def _who(step: Step, names: Names) -> Words | str:
    if step.post is None:
        return Words.of(N_("居民")) if step.actor == "resident" else Words.of(N_("系统"))
    unit = step.post.unit.name if step.post.unit else ""
    who: Words | str = f"{unit} {step.post.person.name}".strip()
    if (deputy := step.values.get("stood_in")) is not None:
        who = Words.of(N_("{post}（{deputy}代班）"), post=who, deputy=names.persons.get(deputy, ""))
    if (dictating := step.values.get("in_name_of")) is not None:
        who = Words.of(
            N_("{who}（以{delegate}的名义代录）"), who=who, delegate=names.posts.get(dictating, "")
        )
    return who


def _label(labels: Mapping[str, str], key: object) -> Words | str:
    return Words.of(labels[str(key)]) if str(key) in labels else ""


def _day(iso: object) -> datetime.date | str:
    return datetime.date.fromisoformat(str(iso)) if iso else ""


def _moved(change: list[str]) -> Words:
    kind, before, after = change
    return Words.of(
        N_("{kind}期限由 {before} 改为 {after}"),
        kind=Words.of(CLOCK_KINDS[kind]),
        before=datetime.datetime.fromisoformat(before),
        after=datetime.datetime.fromisoformat(after),
    )


def _names(steps: Iterable[Step], pack: RulePack) -> Names:
    steps = list(steps)
    units = {pk for step in steps for key in ("owner", "lead", "unit") if (pk := step.values.get(key))}
    units |= {pk for step in steps for pk in step.values.get("assists") or ()}
    rooms = _told(steps, "room")
    categories = _told(steps, "category")
    categories |= {pk for step in steps if (pk := (step.values.get("before") or {}).get("category"))}
    posts, persons = _told(steps, "from_post", "to_post", "in_name_of"), _told(steps, "stood_in")
    return Names(
        dict(Unit.objects.filter(pk__in=units).values_list("pk", "name")),
        dict(Workroom.objects.filter(pk__in=rooms).values_list("pk", "name")),
        dict(Category.objects.filter(pk__in=categories).values_list("pk", "label")),
        dict(Post.objects.filter(pk__in=posts).values_list("pk", "person__name")),
        dict(Person.objects.filter(pk__in=persons).values_list("pk", "name")),
        pack,
    )


def _told(steps: Iterable[Step], *names: str) -> set[int]:
    """The ids that stand under these names in the steps' values."""
    return {pk for step in steps for name in names if (pk := step.values.get(name))}
