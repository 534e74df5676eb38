"""Processes that belong together: a child ends with its parent, and one `up` at a time holds a data folder.

Owns the lock `<data>/up.lock`. Ends only an `up` of the same data folder that nobody holds any more.
"""

import ctypes
import fcntl
import os
import signal
import time
from pathlib import Path
from typing import IO

DIES_WITH_PARENT = 1  # PR_SET_PDEATHSIG of Linux


def end_with_parent(number: int = signal.SIGTERM) -> None:
    """From now on this process gets the signal `number` when the thread that made it ends, however it ends."""
    ctypes.CDLL(None).prctl(DIES_WITH_PARENT, number)


def hold(data: Path, *, replace_orphan: bool) -> IO[str] | None:
    """The lock of the `up` of this data folder, for as long as the file is open; None where another one has it.

    With `replace_orphan` another one that has lost its parent (its terminal, its make) is asked to end first.
    """
    held = open(data / "up.lock", "a+")  # noqa: SIM115 - open for the life of the process
    if not _locked(held) and replace_orphan:
        _end_orphan(held)
        _wait_for(held)
    if not _locked(held):
        held.close()
        return None
    held.seek(0)
    held.truncate()
    held.write(str(os.getpid()))
    held.flush()
    return held


def _locked(held: IO[str]) -> bool:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _end_orphan(held: IO[str]) -> None:
    """Ask the holder to end, if it still is an `up` and its parent is gone."""
    held.seek(0)
    pid = held.read().strip()
    if pid.isdigit() and _parent(int(pid)) == 1 and b"lianxin" in _command_line(int(pid)):
        os.kill(int(pid), signal.SIGTERM)


def _wait_for(held: IO[str]) -> None:
    """Up to fifteen seconds for a holder that is ending, or whose children are."""
    for _ in range(150):
        if _locked(held) or _holder_stays(held):
            return
        time.sleep(0.1)


def _holder_stays(held: IO[str]) -> bool:
    held.seek(0)
    pid = held.read().strip()
    return pid.isdigit() and _parent(int(pid)) > 1


def _parent(pid: int) -> int:
    """The parent's number; 0 where there is no such process."""
    try:
        return int(Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[1])
    except OSError:
        return 0


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
