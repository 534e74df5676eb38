"""Working-day calendars, which the State Council publishes year by year."""

from pathlib import Path

import click
from django.utils import timezone

from lianxin.kernel.words import N_, Words
from lianxin.matters.labels import CLOCK_KINDS
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
    """Take the calendar of one year from FILE, recount the deadlines that reach it, and list those that moved."""
    readiness.have_database(now=timezone.now())
    year = import_calendar(file.read_text(encoding="utf-8"), now=timezone.now())
    moved = recount_deadlines(timezone.now())
    tell(
        Words.of(
            N_("{year} 年的日历收下了，第 {version} 版；期限改了 {n} 个"),
            year=year.year,
            version=year.version,
            n=len(moved),
        )
    )
    for one in moved:
        kind = Words.of(CLOCK_KINDS[one.kind])
        tell(
            Words.of(
                N_("  {ref} {kind}：{before:year} → {after:year}"),
                ref=one.ref,
                kind=kind,
                before=one.before,
                after=one.after,
            )
        )
    listed = [
        {"ref": one.ref, "clock": one.kind, "before": one.before.isoformat(), "after": one.after.isoformat()}
        for one in moved
    ]
    finish({"year": year.year, "version": year.version, "moved": listed}, findings=0, as_json=as_json)
