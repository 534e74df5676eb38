"""Sets everything up and serves: `lianxin up`, step by step.

Owns the order. Each step may be repeated at any time and after any kill; what is ready costs nothing.
"""

import hashlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from granian import Granian
from granian.constants import Interfaces

from lianxin.kernel.days import local
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.site import database, processes, readiness
from lianxin.site.environment import CHECKOUT
from lianxin.ui import env

Tell = Callable[[Words | str], None]

HOST = "127.0.0.1"
WORKERS, THREADS = 2, 2


def prepare(tell: Tell, *, now: datetime) -> None:
    """Everything the server needs, before it starts."""
    if settings.ENVIRONMENT.moved:
        tell(Words.of("数据库的用户进不了这个文件夹，数据放在 {folder}", folder=str(settings.LIANXIN_DATA)))
    readiness.have_database(now=now)
    collect_static()
    env.warm(local(now).year)


def collect_static() -> bool:
    """Gather, hash and compress the static files when one of them changed; whether it was needed."""
    mark, kept = _static_mark(), Path(settings.STATIC_ROOT) / "gathered"
    if kept.exists() and kept.read_text() == mark:
        return False
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    kept.write_text(mark)
    return True


def free_port(wanted: int, tell: Tell) -> int:
    """The port to listen on: `wanted`, or in mode demo the next free one, which is said. Refuses in serve."""
    if _is_free(wanted):
        return wanted
    if settings.SERVE:
        raise Refused(N_("端口 {port} 有别的程序在用"), port=wanted)
    port = next((port for port in range(wanted + 1, min(wanted + 100, 65536)) if _is_free(port)), 0)
    if not port:
        raise Refused(N_("端口 {port} 和后面一百个都有别的程序在用，请用 LIANXIN_PORT 换一个"), port=wanted)
    tell(Words.of("端口 {taken} 有别的程序在用，改用 {port}", taken=wanted, port=port))
    return port


@contextmanager
def worker() -> Iterator[subprocess.Popen[bytes]]:
    """The worker beside the server, ended with it."""
    command = [sys.executable, "-m", "lianxin", "work"]
    process = subprocess.Popen(command, cwd=CHECKOUT, preexec_fn=processes.end_with_parent)
    try:
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=30)


def serve(port: int) -> None:
    """Serve until told to stop. The process forks: no connection may be open."""
    database.let_go()
    os.environ["DJANGO_SETTINGS_MODULE"] = "lianxin.site.settings"
    Granian(
        "lianxin.site.served:application",
        address=HOST,
        port=port,
        interface=Interfaces.WSGI,
        workers=WORKERS,
        blocking_threads=THREADS,
        blocking_threads_idle_timeout=600,
        websockets=False,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
    ).serve()


def _is_free(port: int) -> bool:
    """Whether the port can be had, now or in a second: the processes of a killed server are just ending."""
    for _ in range(10):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                time.sleep(0.1)
                continue
            return True
    return False


def _static_mark() -> str:
    """A mark of all static files as they are: where, how long, when changed."""
    mark = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            told = Path(storage.path(name)).stat()
            mark.update(f"{name}\0{told.st_size}\0{told.st_mtime_ns}\n".encode())
    return mark.hexdigest()
