"""The first page before a district is set up: in a file of its own, because the others stand in one that is."""

from __future__ import annotations

import pytest
from django.test import Client

from lianxin.intake.tests.filling import text_of


@pytest.mark.django_db
def test_before_anything_is_set_up_it_says_so() -> None:
    answer = Client().get("/")

    assert answer.status_code == 200
    assert "这里还没有开工作室" in text_of(answer)
