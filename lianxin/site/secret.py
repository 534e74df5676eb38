"""The key that signs cookies where the operator has set none: a file in the data folder, made on first use.

Owns `<data>/keys/secret.key`. Never used in mode serve, where LIANXIN_SECRET_KEY must be set.
"""

import secrets
from contextlib import suppress
from pathlib import Path

from lianxin.trust.durable import make_private_folder, write_new


def kept_key(data: Path) -> str:
    """The kept key, drawn now if there is none. Two processes that start together get the same one."""
    path = data / "keys" / "secret.key"
    if not path.exists():
        make_private_folder(path.parent)
        with suppress(FileExistsError):  # the other one was faster: its key holds
            write_new(path, secrets.token_urlsafe(64).encode())
    return path.read_text().strip()
