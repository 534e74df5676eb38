"""`lianxin tally` writes the totals of the board down anew."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from lianxin.matters.models import Tally, TallyTotal
from lianxin.matters.verify import differences
from lianxin.rulebook.queries import calendar_in_force
from lianxin.site import readiness
from lianxin.site.commands.tally import tally
from tests import world as cast


@pytest.mark.django_db
def test_spoiled_totals_are_right_again(monkeypatch: pytest.MonkeyPatch, any_write: None) -> None:
    monkeypatch.setattr(readiness, "have_database", lambda **_: None)
    world = cast.build()
    world.tell_the_house()
    world.tell_the_house(about="深新社区")
    Tally.objects.all().delete()
    TallyTotal.objects.create(unit=world.units["深新社区"], stage="closed", count=41)

    ran = CliRunner().invoke(tally, ["--json"])

    assert (ran.exit_code, json.loads(ran.output.splitlines()[-1])) == (0, {"totals": 2})
    world.house()
    assert list(differences(calendar_in_force())) == []
