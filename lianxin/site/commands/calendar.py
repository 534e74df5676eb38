"""Working-day calendars, which the State Council publishes year by year."""

from pathlib import Path

import click
from django.utils import timezone

from lianxin.kernel.words import Words
from lianxin.rulebook.actions import import_calendar
from lianxin.site import readiness
from lianxin.site.commands.telling import finish, json_option, tell
from lianxin.site.jobs import recount_deadlines


@click.group()
def calendar() -> None:
    """Calendars."""


@calendar.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@json_option
def take(file: Path, as_json: bool) -> None:
    """Take the calendar of one year from FILE and recount the deadlines that reach it."""
    readiness.have_database(now=timezone.now())
    year = import_calendar(file.read_text(encoding="utf-8"), now=timezone.now())
    recount_deadlines(timezone.now())
    tell(Words.of("{year} 年的日历收下了，到那一年的期限也重新算过", year=year.year))
    finish({"year": year.year, "version": year.version}, findings=0, as_json=as_json)
