"""`lianxin up` as an operator meets it: cold, twice, after Ctrl-C, after kill -9, and refused in mode serve."""

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path
from tempfile import mkdtemp

import pytest
from django.db import connections

from lianxin.site import database, postgres, up
from lianxin.site.environment import CHECKOUT
from lianxin.site.processes import hold

pytestmark = pytest.mark.db
KEY = "vV0-8qXz_Jt3mW5aB7cD9eF1gH2iK4lM6nO8pQ0rS2tU4wX6yZ"
SERVE = {"LIANXIN_MODE": "serve", "LIANXIN_SECRET_KEY": KEY, "LIANXIN_HOSTS": "lx.example.cn"}


def lianxin(*words: str, env: Mapping[str, str]) -> subprocess.Popen[str]:
    """The command, in a surrounding that knows nothing of the suite."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "TMPDIR", "PG_USER") if name in os.environ}
    return subprocess.Popen(
        [sys.executable, "-m", "lianxin", *words],
        cwd=CHECKOUT, env=kept | dict(env), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def ended(process: subprocess.Popen[str], seconds: float = 60) -> tuple[int, str]:
    """Its exit code and everything it said."""
    out, err = process.communicate(timeout=seconds)
    return process.returncode, out + err


def free_port() -> int:
    """A port nobody has."""
    with socket.socket() as probe:
        probe.bind((up.HOST, 0))
        return int(probe.getsockname()[1])


def answers(port: int, seconds: float) -> int:
    """The status of the home page, once somebody answers."""
    last: Exception | None = None
    for _ in range(int(seconds * 10)):
        try:
            with urllib.request.urlopen(f"http://{up.HOST}:{port}/", timeout=5) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError as error:
            last = error
            time.sleep(0.1)
    raise AssertionError(f"nobody answers: {last}")


def opened(process: subprocess.Popen[str]) -> int:
    """The port it says to open, with a demo sign-in after it, both before the server's own log. One that says neither is ended."""
    assert process.stdout is not None
    said, patience = "", threading.Timer(120, process.kill)
    patience.start()
    for line in process.stdout:
        said += line
        if "qianli" in line:
            break
    patience.cancel()
    assert "qianli" in said, said
    found = re.search(rf"http://{up.HOST}:(\d+)/", said)
    assert found, said
    assert "granian" not in said
    return int(found[1])


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that does not exist yet."""
    folder = Path(mkdtemp(prefix="lianxin-test-up-")) / "var"
    folder.parent.chmod(0o711)
    yield folder
    postgres.stop(folder / "postgres")
    shutil.rmtree(folder.parent)


class TestUp:
    def test_it_serves_cold_and_again_after_ctrl_c_and_after_kill_9(self, data: Path) -> None:
        port = free_port()
        env = {"LIANXIN_DATA": str(data), "LIANXIN_PORT": str(port)}

        first = lianxin("up", env=env)
        assert opened(first) == port
        assert answers(port, 120) == 200
        second = lianxin("up", env=env)
        other = opened(second)
        assert other > port
        assert answers(other, 60) == 200
        second.kill()
        second.communicate()
        os.killpg(first.pid, signal.SIGINT)  # as Ctrl-C does: every process of the terminal hears it
        begun = time.monotonic()
        assert ended(first)[0] == 0
        assert time.monotonic() - begun < 8, "the server's processes had to be killed"
        assert postgres.is_running(data / "postgres")

        third = lianxin("up", env=env)
        assert answers(opened(third), 60) == 200
        third.kill()
        third.communicate()
        fourth = lianxin("up", env=env)
        assert opened(fourth) == port, "the processes of the killed one kept the port"
        assert answers(port, 60) == 200
        fourth.send_signal(signal.SIGTERM)
        assert ended(fourth)[0] == 0
        self._nothing_is_lost(env)
        self._a_lost_key_is_said(data, env)
        assert ended(lianxin("stop", env=env))[0] == 0
        assert not postgres.is_running(data / "postgres")

    def _nothing_is_lost(self, env: Mapping[str, str]) -> None:
        code, said = ended(lianxin("verify", "--json", env=env))

        assert code == 0, said
        assert json.loads(said.splitlines()[-1]) == {"differences": 0}

    def _a_lost_key_is_said(self, data: Path, env: Mapping[str, str]) -> None:
        (data / "keys" / "master.key").rename(data / "elsewhere.key")

        code, said = ended(lianxin("work", env={**env, "LANG": "zh_CN.UTF-8"}))

        assert code == 1
        assert "不在了" in said
        assert "Traceback" not in said


class TestServeRefuses:
    @pytest.mark.parametrize(
        "wrong",
        [
            {"LIANXIN_DEBUG": "1"},
            {"LIANXIN_SECRET_KEY": ""},
            {"LIANXIN_SECRET_KEY": KEY[:49]},
            {"LIANXIN_HOSTS": "*"},
            {"LIANXIN_HOSTS": ""},
        ],
        ids=lambda wrong: " ".join(wrong),
    )
    def test_a_weak_setting(self, data: Path, wrong: Mapping[str, str]) -> None:
        code, said = ended(lianxin("up", env={"LIANXIN_DATA": str(data)} | SERVE | dict(wrong)))

        assert code == 2
        assert next(iter(wrong)) in said
        assert "Traceback" not in said
        assert not data.exists()

    @pytest.mark.parametrize("command", ["up", "work"])
    def test_a_database_that_may_lose_what_it_acknowledged(
        self, data: Path, django_db_setup: None, command: str
    ) -> None:
        with database.connect(connections["owner"].settings_dict) as owner:
            if "off" not in database.durability(owner).values():
                pytest.skip("the suite's server is a durable one here")
        env = {"LIANXIN_DATA": str(data), "DATABASE_URL": url("default"), "LIANXIN_OWNER_URL": url("owner")}

        code, said = ended(lianxin(command, env=env | SERVE))

        assert code == 1
        assert "断电" in said
        assert "Traceback" not in said

    def test_strong_settings_pass_the_frameworks_own_check_without_a_warning(self, data: Path) -> None:
        kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
        told = subprocess.run(
            [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
            cwd=CHECKOUT, env=kept | SERVE | {"LIANXIN_DATA": str(data)}, capture_output=True, text=True, check=False,
        )  # fmt: skip

        assert told.returncode == 0, told.stderr


def url(alias: str) -> str:
    """A connection of the suite as an address."""
    told = connections[alias].settings_dict
    host = str(told["HOST"]).replace("/", "%2F")
    secret = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
    port = f":{told['PORT']}" if told["PORT"] else ""
    return f"postgres://{told['USER']}{secret}@{host}{port}/{told['NAME']}"


class TestHold:
    def test_one_up_at_a_time_holds_a_data_folder(self, tmp_path: Path) -> None:
        held = hold(tmp_path, replace_orphan=False)
        assert held is not None

        assert hold(tmp_path, replace_orphan=False) is None
        held.close()
        again = hold(tmp_path, replace_orphan=False)
        assert again is not None
        again.close()

    def test_one_with_a_living_parent_is_left_alone(self, tmp_path: Path) -> None:
        held = hold(tmp_path, replace_orphan=True)
        begun = time.monotonic()

        assert hold(tmp_path, replace_orphan=True) is None
        assert time.monotonic() - begun < 2
        assert held is not None
        held.close()


class TestPort:
    def test_a_free_one_is_taken_and_a_taken_one_is_said(self) -> None:
        said: list[object] = []
        with socket.socket() as taken:
            taken.bind((up.HOST, 0))
            taken.listen()
            port = int(taken.getsockname()[1])

            found = up.free_port(port, said.append)

        assert found > port
        assert len(said) == 1
        assert up.free_port(port, said.append) == port
        assert len(said) == 1


class TestCommands:
    def test_help_needs_no_database(self, data: Path) -> None:
        code, said = ended(lianxin("--help", env={"LIANXIN_DATA": str(data), "LANG": "C.UTF-8"}))

        assert code == 0
        assert "doctor" in said
        assert not (data / "postgres").exists()

    @pytest.mark.parametrize(
        "words", [["nothing"], ["calendar", "import", "/no/such/file"], ["up", "--fast"]]
    )
    def test_a_wrong_call_is_exit_2(self, data: Path, words: list[str]) -> None:
        assert ended(lianxin(*words, env={"LIANXIN_DATA": str(data)}))[0] == 2

    def test_a_wrong_setting_is_exit_2_in_the_operators_language(self, data: Path) -> None:
        code, said = ended(lianxin("up", env={"LIANXIN_MODE": "prod"}))

        assert code == 2
        assert "LIANXIN_MODE" in said
