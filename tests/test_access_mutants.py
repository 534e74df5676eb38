"""Every condition of the access modules is needed: with one taken out and row security opened, the matrix turns red."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256

import pytest

from lianxin.matters import access as matters_access
from lianxin.matters import lists, speakers
from lianxin.notices import access as notices_access
from lianxin.people.access import Reader
from tests.asking import RESIDENT, TICKET, ask, visitor, visitors
from tests.matrix import Question, breaches, questions
from tests.mutants import mutants_of
from tests.planted import District
from tests.routes import BY_NAME, SOME
from tests.test_access_matrix import open_row_security

READING = (RESIDENT, "何敏", "钱立", "吴迪", "郭强", "方圆", "韩冬")
NOTICING = tuple(
    BY_NAME[name]
    for name in (
        *("matters:contact", "matters:photo", "notices:news", "matters:inbox", "matters:matter"),
        *("intake:tracked", "people:units"),
    )
)
MUTANTS = {
    str(mutant): mutant
    for mutant in (
        *mutants_of(matters_access), *mutants_of(notices_access), *mutants_of(speakers, only=("share_of",)),
    )
}  # fmt: skip
NOT_REACHED = {
    f"matters.access.{cut}": "intake/tests/test_joined.py follows a number through joining and parting"
    for cut in (
        *("link_opened: voice_id=voice_id", "link_opened: matter_id=matter_id", "link_opened: until=None"),
        "_on_the_receipt: pk=link.origin_id",
    )
} | {
    f"matters.access.may_see_contact: {cut}": "voice_for has refused what belongs elsewhere now"
    for cut in ("matter=matter", "until=None")
}
NOT_REACHED |= {
    "matters.access.photo_for: origin=OuterRef('matter')": "matters/tests/test_joining.py: a voice that raised two things"
}

Cut = Callable[[pytest.MonkeyPatch], None]


def by_hand() -> Iterator[tuple[str, Cut]]:
    """Conditions that do not stand in a filter: the lists' own statement, and the door that asks for a role."""
    for cut in ("s.unit_id = u.unit and ", "s.until is null and "):
        assert cut in lists._WALK
        less = lists._WALK.replace(cut, "")
        yield f"matters.lists._WALK: {cut}", lambda patch, less=less: patch.setattr(lists, "_WALK", less)  # type: ignore[misc]
    yield (
        "people.doors.role: acts_as",
        lambda patch: patch.setattr(Reader, "acts_as", lambda self, *roles: True),
    )


def is_noticed(d: District, asked: list[Question]) -> bool:
    """Whether the resident's door does not open to the right code, or the matrix says that something is wrong."""
    stranger, matter = visitor(d, ""), d.matters[TICKET]
    door = ask(stranger, "POST", "/t/", {"ref": matter.ref, "code": matter.code})
    return door.status_code != 303 or any(True for _ in breaches(d, asked))


@pytest.mark.django_db
def test_no_condition_can_be_left_out(district: District, monkeypatch: pytest.MonkeyPatch) -> None:
    open_row_security(district, monkeypatch)
    cuts: dict[str, Cut] = {**{name: mutant.put_in for name, mutant in MUTANTS.items()}, **dict(by_hand())}
    asked = [
        question
        for question in questions(district, visitors(district, READING), NOTICING)
        if is_asked(question)
    ]
    asked.sort(key=turn)
    unnoticed = []
    for name, cut in cuts.items():
        with monkeypatch.context() as patch:
            cut(patch)
            if name not in NOT_REACHED and not is_noticed(district, asked):
                unnoticed.append(name)

    assert not unnoticed, "\n".join(unnoticed)


def turn(question: Question) -> str:
    """Mixed, so that what is wrong in few places is found soon: of 20,000 mixtures this one asked least. New questions
    leave the order of the others as it is.
    """
    spot = question.spot.matter.name if question.spot.matter else ""
    return sha256(
        f"14007 {question.who.name} {question.route.name} {spot} {question.query}".encode()
    ).hexdigest()


def is_asked(question: Question) -> bool:
    """Only pages that show something, each once: all that can be asked would be asked for each condition."""
    matter, by_code = question.spot.matter, question.route.holds == "ticket"
    return (
        question.method == "GET"
        and question.query in ("", "view=open&sort=new")
        and (matter is None or matter.name in (*SOME, "closed", "host", "guest", "back"))
        and (not by_code or question.who.name == RESIDENT)
    )


def test_what_is_not_reached_is_still_there() -> None:
    assert NOT_REACHED.keys() <= MUTANTS.keys()
