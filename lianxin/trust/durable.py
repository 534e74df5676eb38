"""The data folder, and writing a small file into it so that it is whole or absent, whatever is killed when.

Never overwrites, never leaves a half file under its final name, never shows it to other users.
"""

import os
import secrets
from pathlib import Path

from django.conf import settings


def data_folder() -> Path:
    """Where this installation keeps what is not in the database."""
    return Path(settings.LIANXIN_DATA)


def make_private_folder(folder: Path) -> None:
    """Make `folder` and what is missing above it for this user alone; one that stands stays as it is."""
    if folder.is_dir():
        return
    make_private_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    _sync_folder(folder.parent)


def write_new(path: Path, content: bytes) -> None:
    """Put `content` at `path` (mode 600), on disk before the return; FileExistsError where something stands.

    The file is linked into place, not renamed: of two processes writing one name, the second learns it.
    """
    unfinished = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        _write_synced(unfinished, content)
        os.link(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    _sync_folder(path.parent)


def _write_synced(path: Path, content: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
