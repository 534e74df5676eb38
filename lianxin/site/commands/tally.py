"""Building the numbers of the board anew, should `verify` ever find them wrong."""

import click
from django.db import transaction
from django.utils import timezone

from lianxin.boards.actions import rebuild
from lianxin.kernel.words import Words
from lianxin.people.access import read_as_house
from lianxin.site import readiness
from lianxin.site.commands.telling import finish, json_option, tell


@click.command()
@json_option
def tally(as_json: bool) -> None:
    """Replay every matter and write the totals down; whoever changes a stage meanwhile waits."""
    readiness.have_database(now=timezone.now())
    now = timezone.now()
    with transaction.atomic():
        read_as_house(timezone.localdate(now))
        totals = rebuild(now=now)
    tell(Words.of("看板上的数重新算过了，一共 {n} 个", n=totals))
    finish({"totals": totals}, findings=0, as_json=as_json)
