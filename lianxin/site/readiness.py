"""Has the database running, migrated and fit before a command uses it. Owns that order, nothing else."""

from django.conf import settings
from django.db import connections

from lianxin.site import database, postgres


def have_database() -> None:
    """PostgreSQL runs, the schema is of this version, and in mode serve nothing weak is set. Refuses in words."""
    built_in = not settings.ENVIRONMENT.database_url
    if built_in:
        postgres.start(settings.POSTGRES)
    database.prepare(built_in=built_in)
    if settings.SERVE:
        with database.connect(connections["owner"].settings_dict) as owner:
            database.refuse_weak(database.durability(owner))


def let_go() -> None:
    """Close every connection of this process, and the threads of its pools: before it forks or ends."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        if hasattr(connection, "close_pool"):
            connection.close_pool()
