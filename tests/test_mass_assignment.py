"""S-19: whatever else a form brings, only what the page asks for is written: names of every column of every table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, models

from lianxin.intake.desk_form import DeskForm
from lianxin.people import access
from tests.asking import as_before, sent, undone, visitor
from tests.planted import District
from tests.sending import Sending, sendings
from tests.write_guard import product_tables

pytestmark = pytest.mark.django_db

ASKED = {
    "intake:track": {"verb", "words"},
    "intake:desk": set(DeskForm.base_fields),
    "people:stand_in": {"login"},
}
"""What a form asks for and the good one leaves out: here also what was typed before the code was asked again."""
NUMBER, DAY, WORDS, YES = "987654", "2031-03-07", "planted-987654", "true"


def columns() -> Iterator[tuple[str, str]]:
    """(name a form could send, a value of its kind) for every column of the product's tables, and for its relations."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.db_table in product_tables():
            for field in model._meta.get_fields():
                yield from (
                    (name, value_for(field)) for name in (field.name, getattr(field, "attname", field.name))
                )


def value_for(field: Any) -> str:
    """Something such a column could hold and nobody else has sent."""
    if isinstance(field, models.BooleanField):
        return YES
    if isinstance(field, models.DateField):
        return DAY
    return WORDS if isinstance(field, models.CharField | models.TextField) else NUMBER


def extras(form: Sending) -> dict[str, str]:
    """Every column that the form does not ask for."""
    asked = form.data.keys() | ASKED.get(form.route, set())
    return {name: value for name, value in columns() if name not in asked}


def planted_in(d: District) -> list[str]:
    """The tables in which a planted value stands."""
    wrote = [
        f"select '{table}' from {table} t where t::text ~ '{NUMBER}|{DAY}'"
        for table in sorted(product_tables())
    ]
    with connection.cursor() as cursor:
        access.read_as(d.all_units())
        cursor.execute(" union ".join(wrote))
        return [str(row[0]) for row in cursor.fetchall()]


def truths(d: District) -> list[tuple[str, int]]:
    """How often each column that is true or false is true."""
    counted = [
        f"select '{model._meta.db_table}.{field.column}', count(*) filter (where {field.column}) from {model._meta.db_table}"
        for model in apps.get_models()
        if model._meta.db_table in product_tables()
        for field in model._meta.concrete_fields
        if isinstance(field, models.BooleanField)
    ]
    with connection.cursor() as cursor:
        access.read_as(d.all_units())
        cursor.execute(" union ".join(counted) + " order by 1")
        return [(str(name), int(number)) for name, number in cursor.fetchall()]


def test_only_what_a_form_asks_for_is_written(district: District) -> None:
    found = []
    for form in sendings(district):
        plain, _ = after(district, form, form.data)
        more, wrote = after(district, form, {**extras(form), **form.data})
        if plain != more or wrote:
            found.append(f"{form}: {wrote} {set(more) - set(plain)}")

    assert not found, "\n".join(found)


def after(d: District, form: Sending, data: dict[str, Any]) -> tuple[list[tuple[str, int]], list[str]]:
    """What is true, and where planted values stand, once this was sent."""
    who = visitor(d, form.who, ticket=form.ticket)
    with as_before(who), undone():
        answer = sent(who, "POST", form.url, data)
        assert answer.status_code == form.status, (form, answer.status_code)
        return truths(d), planted_in(d)


def test_there_is_something_to_plant() -> None:
    names = {name for name, _ in columns()}

    assert {
        "stage",
        "owner_id",
        "is_active",
        "about_id",
        "with_contact",
        "taken_back",
        "received_at",
        "role",
    } <= names
