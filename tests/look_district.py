"""The demo district that `make look` photographs: started on a data folder that is thrown away, ended afterwards.

Owns that server and what has to be known of its matters before they can be opened: references and tracking codes, which
`demo_codes.py` reads out of the same data folder.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

PASSWORD = "lianxin-demo"  # noqa: S105 - of the invented people
ANSWERS_AT = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Told:
    """One matter of the demo district, by its reference, and its resident's code."""

    ref: str
    code: str


@dataclass(frozen=True)
class District:
    """Where the demo district answers, and its matters by «room end», as `cases.toml` has them (`about`: about the room)."""

    base: str
    matters: Mapping[str, Told]

    def at(self, end: str, room: str = "深南社区") -> Told:
        """A matter of a room by the end it was lived to."""
        return self.matters[f"{room} {end}"]


@contextmanager
def demo() -> Iterator[District]:
    """A fresh demo district on a free port. Takes a few seconds."""
    folder = Path(tempfile.mkdtemp(prefix="lianxin-look-"))
    folder.chmod(0o711)  # the database's own user passes through
    environment = os.environ | {"LIANXIN_DATA": str(folder), "LIANXIN_MODE": "demo", "LIANXIN_PORT": "8300"}
    with (folder / "server.log").open(
        "w", encoding="utf-8"
    ) as log:  # a pipe nobody reads would stop the server
        command = [sys.executable, "-m", "lianxin", "up"]
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        yield District(_base(server, folder / "server.log"), _matters(environment))
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=60)
        subprocess.run(
            [sys.executable, "-m", "lianxin", "stop"], env=environment, check=False, stdout=subprocess.DEVNULL
        )
        shutil.rmtree(folder, ignore_errors=True)


def _base(server: subprocess.Popen[bytes], log: Path) -> str:
    """The address that the server says before its log; a minute or two where the machine is busy."""
    for _ in range(1200):
        if found := ANSWERS_AT.search(log.read_text(encoding="utf-8")):
            return found.group()
        if server.poll() is not None:
            break
        time.sleep(0.1)
    raise RuntimeError(f"the demo district did not start: {log.read_text(encoding='utf-8')[-2000:]}")


def _matters(environment: dict[str, str]) -> dict[str, Told]:
    command = [sys.executable, "-m", "tests.demo_codes"]
    said = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout
    found: dict[str, list[str]] = json.loads(said)
    return {place: Told(*both) for place, both in found.items()}
