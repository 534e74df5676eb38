"""Taking in what comes as a file."""

import sys
from pathlib import Path

import click
from django.utils import timezone

from lianxin.intake.sheet import sheet_report, take_sheet
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.site import readiness
from lianxin.site.commands.telling import finish, json_option, said, tell
from lianxin.workrooms.models import Workroom
from lianxin.workrooms.queries import room_by_slug, rooms_open


@click.group()
def intake() -> None:
    """What comes as a file."""


@intake.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--room", "slug", default="", help="slug of the workroom; the district's own by default")
@json_option
def sheet(file: Path, slug: str, as_json: bool) -> None:
    """Register a spreadsheet of residents' messages, each row once however often it is run."""
    readiness.have_database(now=timezone.now())
    try:
        result = take_sheet(file, room=_room(slug), now=timezone.now(), progress=sys.stderr.isatty())
    except Refused as refused:
        raise click.UsageError(said(refused.words)) from None
    for refusal in (*result.noted, *result.refused):
        tell(Words.of(N_("第 {row} 行：{reason}"), row=refusal.row, reason=refusal.reason))
    finish(sheet_report(result), findings=len(result.refused), as_json=as_json)


def _room(slug: str) -> Workroom:
    today = timezone.localdate()
    if slug:
        return room_by_slug(slug, today)
    room = next((room for room in rooms_open(today) if room.unit.parent_id is None), None)
    if room is None:
        raise Refused(N_("区里没有自己的工作室，请用 --room 写明收到哪一间"))
    return room
