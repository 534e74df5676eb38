"""Looks over the installation and says what is wrong and what to do. Owns the list of looks; changes nothing."""

import shutil
import stat
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import click
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.matters.models import Pending
from lianxin.rulebook.queries import calendar_in_force
from lianxin.site import database, postgres
from lianxin.site.commands.telling import finish, json_option, tell

Trouble = Words | None
LEAST_FREE = 0.1  # of the disk
LATE = timedelta(minutes=5)


def data_folder() -> Trouble:
    """The data folder is there and has room."""
    folder: Path = settings.LIANXIN_DATA
    if not folder.is_dir():
        return Words.of("数据文件夹 {folder} 还没有：先运行 lianxin up", folder=str(folder))
    disk = shutil.disk_usage(folder)
    if disk.free < LEAST_FREE * disk.total:
        return Words.of("{folder} 所在的磁盘剩下不到一成", folder=str(folder))
    return None


def key_files() -> Trouble:
    """The keys are for this user alone."""
    for path in sorted((settings.LIANXIN_DATA / "keys").glob("*.key")):
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            return Words.of("密钥 {file} 别的用户也能读：chmod 600", file=str(path))
    return None


def database_answers() -> Trouble:
    """The database can be reached by both roles."""
    if not settings.ENVIRONMENT.database_url and not postgres.is_running(settings.POSTGRES):
        return Words.of("自带的数据库没有运行：lianxin up 会启动它")
    for alias in ("default", "owner"):
        with database.connect(connections[alias].settings_dict) as reached:
            reached.execute("select 1")
    return None


def runtime_role() -> Trouble:
    """The runtime role cannot step over row security, and nothing acknowledged can be lost."""
    with database.connect(connections["owner"].settings_dict) as owner:
        database.refuse_runtime_role(owner, str(connections["default"].settings_dict["USER"]))
        database.refuse_weak(database.durability(owner))
    return None


def migrations() -> Trouble:
    """The schema is of this version."""
    missing = database.migrations_missing()
    return Words.of("数据库还差 {n} 步更新：lianxin migrate", n=missing) if missing else None


def calendars() -> Trouble:
    """The calendar of the year that deadlines reach is there."""
    year = timezone.localdate().year
    if not calendar_in_force().is_published(year):
        return Words.of("{year} 年的工作日历还没有：lianxin calendar import", year=year)
    return None


def worker() -> Trouble:
    """Somebody works off what is pending."""
    late = Pending.objects.filter(not_before__lt=timezone.now() - LATE).count()
    return Words.of("有 {n} 条待办放了五分钟以上：lianxin work 在运行吗", n=late) if late else None


def proxies() -> Trouble:
    """Behind a proxy, https is only seen when the proxy is named."""
    if settings.SERVE and not settings.TRUSTED_PROXIES:
        return Words.of("serve 模式下要用 LIANXIN_PROXIES 写明前面的代理，不然每个请求都会转到 https")
    return None


LOOKS: tuple[tuple[str, Callable[[], Trouble]], ...] = (
    (N_("数据文件夹"), data_folder),
    (N_("密钥"), key_files),
    (N_("代理"), proxies),
    (N_("数据库"), database_answers),
    (N_("数据库角色"), runtime_role),
    (N_("数据库版本"), migrations),
    (N_("工作日历"), calendars),
    (N_("后台"), worker),
)


@click.command()
@json_option
def doctor(as_json: bool) -> None:
    """Take every look; say what is well and what is not."""
    troubles = 0
    for name, look in LOOKS:
        trouble = _looked(look)
        troubles += trouble is not None
        tell(Words.of("{name}：{trouble}", name=Words(name), trouble=trouble or Words(N_("好"))))
    finish({"looks": len(LOOKS), "troubles": troubles}, findings=troubles, as_json=as_json)


def _looked(look: Callable[[], Trouble]) -> Trouble:
    """What one look found; a look that itself fails has found something."""
    try:
        return look()
    except Refused as refusal:
        return refusal.words
    except Exception as trouble:
        connection.close()
        return Words.of("看不了（{kind}）", kind=type(trouble).__name__)
