"""Has the database running, migrated and fit before a command uses it. Owns that order, nothing else."""

from datetime import datetime

from django.conf import settings
from django.db import connections

from lianxin.site import database, postgres
from lianxin.trust.actions import check_key_matches


def have_database(*, now: datetime) -> None:
    """PostgreSQL runs, the schema is of this version, the key file is this database's, and in serve nothing weak is set.

    Refuses in words.
    """
    built_in = not settings.ENVIRONMENT.database_url
    if built_in:
        postgres.start(settings.POSTGRES)
    database.prepare(built_in=built_in)
    if settings.SERVE:
        with database.connect(connections["owner"].settings_dict) as owner:
            database.refuse_weak(database.durability(owner))
    check_key_matches(now=now)
