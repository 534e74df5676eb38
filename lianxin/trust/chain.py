"""The frozen bytes of a step, the digests that chain steps together, and the check of a whole chain.

Never changes its output for the same input: what is written here is compared for years. Standard library
only, so that a verifier outside the program can be this very file.
"""

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

DIGEST_BYTES = 32
SALT_BYTES = 16
START = bytes(DIGEST_BYTES)
"""What the first step of a chain names as the digest before it."""


class NotCanonical(ValueError):
    """A value without a frozen form: a float, bytes, a datetime (pass ISO), a key that is no string."""


@dataclass(frozen=True)
class Link:
    """One stored step as the verifier sees it."""

    fields: Mapping[str, object]
    previous: bytes
    digest: bytes


@dataclass(frozen=True)
class Finding:
    """What is wrong with row `row` (from 0).

    `fields`: they do not give its digest. `previous`: it does not name the row before. `head`: the chain does
    not end where it is remembered to end (`row` is then the number of rows).
    """

    row: int
    what: Literal["fields", "previous", "head"]


def canonical(fields: Mapping[str, object]) -> bytes:
    """Version 1 of the bytes that a digest covers: JSON, keys sorted, no spaces, UTF-8. Raises NotCanonical.

    Takes str, int, bool, None, and lists, tuples and string-keyed mappings of these; a tuple equals a list.
    """
    return b"1:" + json.dumps(
        _plain(fields), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    ).encode("utf-8", "surrogatepass")


def step_digest(previous: bytes, body: bytes) -> bytes:
    """32 bytes over the digest of the step before (START for the first) and this one's canonical bytes."""
    if len(previous) != DIGEST_BYTES:
        raise ValueError(f"the digest before has {DIGEST_BYTES} bytes, this one {len(previous)}")
    return hashlib.sha256(b"lianxin step\0" + previous + body).digest()


def new_salt() -> bytes:
    """16 random bytes for one text. Without them nobody can try out which words gave a digest."""
    return secrets.token_bytes(SALT_BYTES)


def words_digest(words: str, salt: bytes) -> bytes:
    """32 bytes over a text and its salt; they stay in the chain when text and salt are erased."""
    if len(salt) != SALT_BYTES:
        raise ValueError(f"a salt has {SALT_BYTES} bytes, this one {len(salt)}")
    return hashlib.sha256(b"lianxin words\0" + salt + words.encode("utf-8", "surrogatepass")).digest()


def verify_chain(rows: Sequence[Link], *, head: bytes | None = None) -> list[Finding]:
    """What is wrong with a chain, in the order of its rows; empty when nothing is.

    Changed fields or order, an insertion and a cut before the end show by themselves. A cut end, or a chain
    written anew from some row on, shows only against `head`: the last digest, remembered elsewhere.
    """
    findings = list(_findings(rows))
    last = rows[-1].digest if rows else START
    if head is not None and head != last:
        findings.append(Finding(len(rows), "head"))
    return findings


def _findings(rows: Sequence[Link]) -> Iterator[Finding]:
    before = START
    for number, row in enumerate(rows):
        if row.previous != before:
            yield Finding(number, "previous")
        if not _is_its_digest(row):
            yield Finding(number, "fields")
        before = row.digest


def _is_its_digest(row: Link) -> bool:
    try:
        return step_digest(row.previous, canonical(row.fields)) == row.digest
    except ValueError:
        return False


def _plain(value: object) -> object:
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, Mapping):
        return {_key(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    raise NotCanonical(f"no frozen form for {type(value).__name__}")


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(f"a key must be a string, not {type(key).__name__}")
    return key
