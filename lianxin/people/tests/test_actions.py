"""What the actions of this slice refuse that no form offers."""

from __future__ import annotations

import pytest

from lianxin.kernel.refusals import Refused
from lianxin.people import actions
from tests import world as cast
from tests.world import World

pytestmark = pytest.mark.django_db


def test_a_district_has_one_office(world: World) -> None:
    with pytest.raises(Refused, match="组织部门已经有了") as refused:
        actions.add_unit("组织二部", "office", parent=world.units["立山区"], since=cast.SINCE)

    assert refused.value.field == "kind"


def test_a_district_has_one_root(world: World) -> None:
    with pytest.raises(Refused, match="选一下上级单位") as refused:
        actions.add_unit("铁东区", "district", parent=None, since=cast.SINCE, letters="TD")

    assert refused.value.field == "parent"


def test_an_organiser_outside_the_office_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="只能设在组织部门"):
        actions.add_post(world.person("何敏"), "organiser", world.units["深新社区"], since=cast.SINCE)


def test_a_login_is_kept_as_it_is_looked_for(world: World) -> None:
    assert actions.add_person("王芳", " ＷangFang ").login == "wangfang"


def test_what_was_refused_leaves_nothing_behind(world: World) -> None:
    before = world.units["立山区"].children.count()

    with pytest.raises(Refused):
        actions.add_unit("区住建局", "department", parent=world.units["立山区"], since=cast.SINCE)

    assert world.units["立山区"].children.count() == before
