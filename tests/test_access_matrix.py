"""S-15: every address × served method × everybody of the cast, in a district where each matter carries words of its own.

Asked as shipped, with every filter of ours opened so that row security holds alone, and with row security opened so that
ours hold alone. Then each condition of the access modules is taken out in turn, and the matrix has to notice.
"""

from __future__ import annotations

import datetime
import json
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection

from lianxin.kernel.refusals import NotThere
from lianxin.matters import access as matters_access
from lianxin.matters import speakers
from lianxin.matters.forms.table import DOINGS
from lianxin.matters.models import Attachment, Matter, Sight
from lianxin.notices import access as notices_access
from lianxin.notices.models import News
from lianxin.people import access as people_access
from lianxin.people.access import Reader
from lianxin.site import middleware
from tests.asking import ask, changed, digest, visitor, visitors
from tests.matrix import breaches, questions
from tests.planted import District
from tests.routes import BY_NAME, ROUTES, every_voice, patterns

MODES = ("as shipped", "row security alone", "our own filters alone")
FILLED = {"words": "越过一扇门", "reason": "越过一扇门", "outcome": "A"}
READING = ("郭强", "吴迪", "何敏", "韩冬", "方圆", "钱立")
WITH_A_MATTER = tuple(
    BY_NAME[name]
    for name in (
        *(
            "matters:contact",
            "matters:photo",
            "matters:matter",
            "matters:act",
            "notices:news",
            "matters:inbox",
        ),
        *("intake:tracked", "intake:photo", "intake:slip", "boards:district"),
        *("matters:hand_over", "matters:hand_over_sheet"),
    )
)


@pytest.fixture
def mode(request: Any, district: District, monkeypatch: pytest.MonkeyPatch) -> str:
    """Which of the two locks is left."""
    if request.param == "row security alone":
        open_our_filters(district, monkeypatch)
    if request.param == "our own filters alone":
        open_row_security(district, monkeypatch)
    return str(request.param)


def open_our_filters(d: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody counts as a reader for every unit, and the doors of the access modules stand open."""
    real, units = people_access.reader_of, d.all_units()

    def seeing_all(*args: Any) -> Reader | None:
        reader = real(*args)
        return reader and replace(reader, units=units)

    monkeypatch.setattr(middleware, "reader_of", seeing_all)
    for module in (matters_access, speakers, notices_access):
        monkeypatch.setattr(module, "sights_of", lambda reader: Sight.objects.all())
    for module in (matters_access, speakers):
        monkeypatch.setattr(module, "may_see_contact", lambda reader, matter, voice: True)
    monkeypatch.setattr(speakers.Share, "lets_see", lambda self, voice, kept_by=None: True)
    monkeypatch.setattr(matters_access, "matters_visible_to", lambda reader: Matter.objects.all())
    monkeypatch.setattr(matters_access, "photo_for", lambda reader, name: _any_photo(name))
    monkeypatch.setattr(notices_access, "news_of", lambda reader: News.objects.all())


def _any_photo(name: str) -> Attachment:
    photo = Attachment.objects.filter(name=name).first()
    if photo is None:
        raise NotThere("")
    return photo


def open_row_security(d: District, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever reads, her transaction reads as every unit; and to PostgreSQL no sight has ended yet."""
    real, units = people_access.read_as, d.all_units()
    monkeypatch.setattr(people_access, "read_as", lambda asked: real(units))
    _let_ended_sights_end_later(d.matters["taken_back"].pk)


def _let_ended_sights_end_later(matter: int) -> None:
    """Move the end of a matter's ended sights beyond the clock of the server, through the one function that may."""
    people_access.read_matter(matter)
    sights = list(Sight.objects.filter(matter=matter))
    standing = [_row(sight) for sight in sights if sight.until is None]
    assert len(standing) < len(sights), "a sight has ended"
    with connection.cursor() as cursor:
        for rows in ([_row(sight) for sight in sights], standing):
            values: list[Any] = [matter, json.dumps(rows), datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)]
            cursor.execute("select lianxin_set_sights(%s, %s::jsonb, %s)", values)
    people_access.read_matter(0)


def _row(sight: Sight) -> dict[str, object]:
    return {"unit": sight.unit_id, "with_contact": sight.with_contact, "in_house": sight.in_house}


def test_every_address_is_classified_once() -> None:
    named = [route.name for route in ROUTES]

    assert sorted(named) == sorted(name for name, _ in patterns())


@pytest.mark.django_db
def test_everybody_is_answered_as_the_table_says(district: District) -> None:
    asked = questions(district, visitors(district))

    found = list(breaches(district, asked))

    assert not found, "\n".join(found)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", MODES[1:], indirect=True)
def test_either_lock_holds_alone(district: District, mode: str) -> None:
    asked = questions(district, visitors(district, READING), WITH_A_MATTER)

    found = list(breaches(district, (question for question in asked if question.method == "GET")))

    assert not found, "\n".join(found)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", MODES, indirect=True)
def test_no_verb_reaches_a_matter_out_of_sight(district: District, mode: str) -> None:
    """钱立 and 方圆 at a matter of 深新社区, and 何敏 at one of theirs: every verb, sent."""
    before, found = digest(district), []
    for name, of in (("钱立", "own"), ("方圆", "led"), ("方圆", "taken_back"), ("何敏", "next_door")):
        who, ref = visitor(district, name), district.matters[of].ref
        for verb in DOINGS:
            status = ask(who, "POST", f"/m/{ref}/do/{verb}/", FILLED).status_code
            found += [f"{name} {verb}: {status}"] if status != 404 else []

    assert not found
    assert not changed(before, digest(district))


@pytest.mark.django_db
def test_contact_is_shown_in_full_to_whoever_may_see_it_and_says_why(district: District) -> None:
    """Beside the matrix, which only asks: what a right answer holds, so that its silence elsewhere means something."""
    for spot in every_voice(district):
        for who in visitors(district, READING):
            answer = ask(who, "POST", BY_NAME["matters:contact"].url(spot), {"reason": "约上门的时间"})
            told = spot.voice is not None and all(part in answer.body.decode() for part in spot.voice.full)
            assert told == (spot.voice is not None and who.name in spot.voice.by), (who.name, spot)
