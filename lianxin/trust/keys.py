"""The master key file and the keys derived from it.

Never puts a key into the database, a log or an error, and never replaces a key file that stands.
"""

import hashlib
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from lianxin.kernel.words import N_, Words
from lianxin.trust.durable import data_folder, make_private_folder, write_new

KEY_BYTES = 32
HEADER = b"lianxin-key 1"
OTHER_VERSION = re.compile(rb"lianxin-key (?!1\b)\d")
FORM = re.compile(HEADER + rb"\nid (?P<id>[0-9a-f]{16})\nkey (?P<secret>[0-9a-f]{64})\nsum [0-9a-f]{16}\n")


class KeyTrouble(Exception):
    """The key file cannot be used; `words` tell the person at the machine why and what to do."""

    def __init__(self, msg: str, **values: object) -> None:
        self.words = Words(msg, values)
        super().__init__(msg.format(**values))


@dataclass(frozen=True)
class MasterKey:
    """A key and the random name by which a database remembers it; printing it does not show the key."""

    id: str
    secret: bytes = field(repr=False)


def key_path() -> Path:
    """Where the key file stands or will stand."""
    return data_folder() / "keys" / "master.key"


def is_key_there() -> bool:
    """Whether a key file stands; asking does not make one."""
    return key_path().exists()


def master_key() -> MasterKey:
    """The key of this installation, made (mode 600, folder 700) when no file stands; read once.

    Raises KeyTrouble for a file that is open to others, garbled or of another version.
    """
    return _master_at(key_path())


def key_id() -> str:
    """The name of the master key: 16 hexadecimal digits, not secret."""
    return master_key().id


def subkey(purpose: str) -> bytes:
    """32 bytes for one purpose (HKDF-SHA-256 of the master key); another purpose gives unrelated bytes."""
    return _derived(master_key().secret, purpose)


@lru_cache(maxsize=8)
def _master_at(path: Path) -> MasterKey:
    if not path.exists():
        _make(path)
    return _parsed(path, _read(path))


def _make(path: Path) -> None:
    make_private_folder(path.parent)
    path.parent.chmod(0o700)
    try:
        write_new(path, _file_bytes(secrets.token_hex(8).encode(), secrets.token_hex(KEY_BYTES).encode()))
    except FileExistsError:
        return  # another process was first: its key is the key


def _read(path: Path) -> bytes:
    if path.stat().st_mode & 0o077:
        raise KeyTrouble(N_("密钥文件 {path} 别人也能读写。请执行 chmod 600 {path} 再启动。"), path=str(path))
    try:
        return path.read_bytes()
    except PermissionError:
        raise KeyTrouble(
            N_("密钥文件 {path} 打不开：运行本程序的用户没有权限读它。"), path=str(path)
        ) from None


def _parsed(path: Path, content: bytes) -> MasterKey:
    if OTHER_VERSION.match(content):
        raise KeyTrouble(
            N_("密钥文件 {path} 是另一版本的格式，本程序读不了。请换用写它的那一版程序。"), path=str(path)
        )
    match = FORM.fullmatch(content)
    if match is None or content != _file_bytes(match["id"], match["secret"]):
        raise KeyTrouble(
            N_("密钥文件 {path} 已损坏。请从备份恢复；不要删除，没有它就读不出已加密的资料。"), path=str(path)
        )
    return MasterKey(match["id"].decode(), bytes.fromhex(match["secret"].decode()))


def _file_bytes(ident: bytes, secret: bytes) -> bytes:
    """The whole file. The last line is a checksum: one changed digit must not quietly be another key."""
    head = HEADER + b"\nid " + ident + b"\nkey " + secret + b"\n"
    return head + b"sum " + hashlib.sha256(head).hexdigest()[:16].encode() + b"\n"


@lru_cache(maxsize=64)
def _derived(secret: bytes, purpose: str) -> bytes:
    return HKDF(SHA256(), KEY_BYTES, salt=None, info=b"lianxin 1 " + purpose.encode()).derive(secret)
