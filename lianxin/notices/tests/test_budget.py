"""What «新动态» asks of the database, exactly; and no more of it for ten rows more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from lianxin.notices import tests
from lianxin.notices.tests.test_page import come_in
from tests.budget import allowed, spent
from tests.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 11, 29])
def test_the_page_asks_exactly_what_is_written_down(
    world: World, enter: Callable[[str], Client], rows: int
) -> None:
    come_in(world, rows)

    assert {"news": spent(enter("何敏"), "/new/")} == allowed(tests)
