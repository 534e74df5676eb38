"""Sealing texts with AES-256-GCM, and blind indexes to find them again.

Never logs or returns a key, and never opens a blob that was sealed about something else.

A blob is one version byte, for blobs under the master key its 8-byte id, a random 12-byte nonce, and the
ciphertext with its tag. The tag also covers what stands before the nonce, and `about`: the place of the text
(`speaker:12:phone`), so that a blob copied into another row does not open there.
"""

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from lianxin.trust.keys import KEY_BYTES, key_id, subkey

UNDER_A_DATA_KEY = b"\x01"
UNDER_THE_MASTER_KEY = b"\x02"
NONCE_BYTES = 12
TAG_BYTES = 16


class SealBroken(Exception):
    """A blob does not open: changed, cut, sealed about something else or under another key."""


def new_data_key() -> tuple[bytes, bytes]:
    """A key for the texts of one person: 32 plain bytes for use now, and the wrapped form to store.

    Dropping every copy of the wrapped form makes all she said under it unreadable.
    """
    plain = secrets.token_bytes(KEY_BYTES)
    return plain, _lock(subkey("data-key"), plain, _own_head(), "data-key")


def open_data_key(wrapped: bytes) -> bytes:
    """The plain data key from its stored form; SealBroken when changed or under another master key."""
    return _unlock(subkey("data-key"), wrapped, _own_head(), "data-key")


def seal(key: bytes, text: str, about: str) -> bytes:
    """`text` sealed under a 32-byte data key. Two seals of one text differ."""
    return _lock(_checked(key), _bytes(text), UNDER_A_DATA_KEY, about)


def unseal(key: bytes, blob: bytes, about: str) -> str:
    """The text again; SealBroken unless key, blob and `about` are exactly those of `seal`."""
    return _text(_unlock(_checked(key), blob, UNDER_A_DATA_KEY, about))


def seal_own(purpose: str, text: str, about: str) -> bytes:
    """`text` sealed under the installation's own key for `purpose` (tracking codes, drafts)."""
    return _lock(subkey(f"seal:{purpose}"), _bytes(text), _own_head(), about)


def unseal_own(purpose: str, blob: bytes, about: str) -> str:
    """The text again; SealBroken unless purpose, blob, `about` and master key are those of `seal_own`."""
    return _text(_unlock(subkey(f"seal:{purpose}"), blob, _own_head(), about))


def blind(purpose: str, text: str) -> bytes:
    """32 bytes that are equal for equal texts of one purpose and tell nothing without the key (HMAC-SHA-256).

    The caller brings the text into its one normal form first. A new master key means new blind indexes.
    """
    return hmac.digest(subkey(f"blind:{purpose}"), _bytes(text), hashlib.sha256)


def _lock(key: bytes, plain: bytes, head: bytes, about: str) -> bytes:
    nonce = secrets.token_bytes(NONCE_BYTES)
    return head + nonce + AESGCM(key).encrypt(nonce, plain, head + _bytes(about))


def _unlock(key: bytes, blob: bytes, head: bytes, about: str) -> bytes:
    start = len(head) + NONCE_BYTES
    if not blob.startswith(head) or len(blob) < start + TAG_BYTES:
        raise SealBroken(f"not a seal of this kind, version and key: {about}")
    try:
        return AESGCM(key).decrypt(blob[len(head) : start], blob[start:], head + _bytes(about))
    except InvalidTag:
        raise SealBroken(f"changed, or sealed about something else: {about}") from None


def _own_head() -> bytes:
    return UNDER_THE_MASTER_KEY + bytes.fromhex(key_id())


def _checked(key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise ValueError(f"a data key has {KEY_BYTES} bytes, this one {len(key)}")
    return key


def _bytes(text: str) -> bytes:
    """UTF-8; half a surrogate pair passes too: what somebody typed must never fail to be kept."""
    return text.encode("utf-8", "surrogatepass")


def _text(plain: bytes) -> str:
    return plain.decode("utf-8", "surrogatepass")
