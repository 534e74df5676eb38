"""Proving the ledger: what is stored is what the steps say."""

import click
from django.db import connection, transaction
from django.utils import timezone

from lianxin.kernel.words import Words
from lianxin.matters.verify import differences
from lianxin.people.access import read_as_house
from lianxin.rulebook.queries import calendar_in_force
from lianxin.site import readiness
from lianxin.site.commands.telling import finish, json_option, tell


@click.command()
@json_option
def verify(as_json: bool) -> None:
    """Recompute every matter in one unchanging view of the database, and say what differs."""
    readiness.have_database(now=timezone.now())
    found = 0
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read, read only")
        read_as_house(timezone.localdate())
        for difference in differences(calendar_in_force()):
            found += 1
            tell(Words.of("{ref} {what}", ref=difference.ref, what=difference.what))
    tell(Words.of("对过了，不同的有 {n} 处", n=found))
    finish({"differences": found}, findings=found, as_json=as_json)
