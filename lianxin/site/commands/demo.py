"""The demo district."""

import click
from django.utils import timezone

from lianxin.kernel.words import N_, Words
from lianxin.rulebook.actions import seed_calendars
from lianxin.site import readiness
from lianxin.site.commands.telling import finish, json_option, tell
from lianxin.site.demo.load import load_demo, sign_ins


@click.group()
def demo() -> None:
    """The demo district."""


@demo.command()
@json_option
def load(as_json: bool) -> None:
    """Build the demo district in an empty database, and say who may sign in."""
    readiness.have_database(now=timezone.now())
    seed_calendars(now=timezone.now())
    loaded = load_demo(now=timezone.now())
    tell(Words.of("摆好了，{n} 件事项", n=loaded) if loaded else N_("库里已经有单位了，什么也没动"))
    for line in sign_ins() if loaded else ():
        click.echo(f"  {line}")
    finish({"matters": loaded}, findings=0, as_json=as_json)
