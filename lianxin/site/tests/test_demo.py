"""The demo district stands, in all stages, and verify finds nothing wrong with it."""

from __future__ import annotations

from collections import Counter

import pytest
from django.utils import timezone

from lianxin.matters.models import Matter
from lianxin.matters.stages import STAGES
from lianxin.matters.verify import differences
from lianxin.people.models import Unit
from lianxin.rulebook.actions import seed_calendars
from lianxin.rulebook.queries import calendar_in_force
from lianxin.site.demo import load


@pytest.mark.django_db
def test_the_demo_district_has_its_matters_in_all_stages_and_verifies() -> None:
    now = timezone.now()
    seed_calendars(now=now)

    assert load.load_demo(now=now) == 51
    assert load.load_demo(now=now) == 0
    stages = Counter(Matter.objects.values_list("stage", flat=True))
    assert set(stages) == set(STAGES)
    assert Unit.objects.filter(kind__in=["department", "subdistrict"]).count() >= 12
    assert list(differences(calendar_in_force())) == []


def test_every_demo_sign_in_names_its_password() -> None:
    assert all("lianxin-demo" in line for line in load.sign_ins())
