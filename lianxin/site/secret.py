"""The key that signs cookies where the operator has set none: a file in the data folder, made on first use.

Owns `<data>/keys/secret.key`. Never used in mode serve, where LIANXIN_SECRET_KEY must be set.
"""

import os
import secrets
from pathlib import Path


def make_data_folder(data: Path) -> None:
    """The data folder; where root makes it, the database's user may pass through it, and see nothing."""
    if not data.exists():
        data.mkdir(parents=True, exist_ok=True)
        data.chmod(0o711 if os.geteuid() == 0 else 0o700)


def kept_key(data: Path) -> str:
    """The kept key, drawn now if there is none. Two processes that start together get the same one."""
    path = data / "keys" / "secret.key"
    if not path.exists():
        make_data_folder(data)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(64))
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Written whole under another name and linked: the second writer finds the first one's file."""
    half = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
    try:
        os.link(half, path)
    except FileExistsError:
        return
    finally:
        half.unlink()
