"""Running the house: up, work, stop, migrate."""

import sys

import click
from django.conf import settings
from django.utils import timezone

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.rulebook.actions import seed_calendars
from lianxin.site import postgres, processes, readiness
from lianxin.site import up as steps
from lianxin.site.commands.telling import tell
from lianxin.site.demo.load import load_demo, sign_ins
from lianxin.site.readers import READERS
from lianxin.site.worker import Worker


@click.command()
def up() -> None:
    """Set all up and serve, until Ctrl-C; the database stays."""
    settings.LIANXIN_DATA.mkdir(parents=True, exist_ok=True)
    held = processes.hold(settings.LIANXIN_DATA, replace_orphan=not settings.SERVE)
    if held is None and settings.SERVE:
        raise Refused(N_("这个数据文件夹已经有一个连心在运行"))
    steps.prepare(tell, now=timezone.now())
    seed_calendars(now=timezone.now())
    if settings.MODE == "demo":
        tell(N_("正在看演示的区在不在，第一次要摆一会儿"))
        load_demo(now=timezone.now())
    port = steps.free_port(settings.ENVIRONMENT.port, tell)
    tell(Words.of("连心开了：http://{host}:{port}/", host=steps.HOST, port=port))
    if settings.MODE == "demo":
        tell(N_("这是演示，人都是编的。可以用这些账号登录："))
        for line in sign_ins():
            click.echo(f"  {line}")
    sys.stdout.flush()
    with steps.worker():
        steps.serve(port)


@click.command()
def work() -> None:
    """Work off what is pending and due, until told to stop."""
    readiness.have_database(now=timezone.now())
    Worker(READERS).run()


@click.command()
def stop() -> None:
    """End the built-in database."""
    ended = postgres.stop(settings.POSTGRES)
    tell(N_("数据库停了") if ended else N_("数据库本来就没有运行"))


@click.command()
def migrate() -> None:
    """Bring the database to this version."""
    readiness.have_database(now=timezone.now())
    tell(N_("数据库是这个版本的了"))
