"""What trust writes into the database: the read log and the mark of the master key.

Never reads personal data itself, and never changes or deletes what it wrote.
"""

from datetime import datetime

from lianxin.kernel.acting import action
from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_
from lianxin.trust import keys
from lianxin.trust.models import KeyMark, ReadKind, ReadLog


@action
def log_read(
    *, person_id: int, post_id: int, kind: ReadKind, matter_ref: str, reason: str, at: datetime
) -> ReadLog:
    """Write that a person, acting in a post, is shown personal data.

    Called before the data is shown, in the same transaction. A blank reason is refused (field `reason`).
    """
    if not reason.strip():
        raise Refused(N_("写一下为什么要看。"), field="reason")
    return ReadLog.objects.create(
        at=at,
        person_id=person_id,
        post_id=post_id,
        kind=kind,
        matter_ref=matter_ref,
        reason=reason.strip(),
    )


@action
def check_key_matches(*, now: datetime) -> None:
    """Raise KeyTrouble when this database was sealed with another master key than the one in the key file.

    Whatever starts the program calls it before anything is sealed. The first call on a new database makes the
    key where there is none and marks the database with it; from then on a lost key file is never replaced.
    """
    mark = KeyMark.objects.first()
    if mark is None:
        KeyMark.objects.bulk_create([KeyMark(key_id=keys.key_id(), marked_at=now)], ignore_conflicts=True)
        mark = KeyMark.objects.get()
    if not keys.is_key_there():
        raise keys.KeyTrouble(
            N_("数据库是用密钥 {key} 加密的，但密钥文件 {path} 不在了。请从备份恢复它再启动。"),
            key=mark.key_id,
            path=str(keys.key_path()),
        )
    if mark.key_id != keys.key_id():
        raise keys.KeyTrouble(
            N_("数据库是用密钥 {key} 加密的，而 {path} 是另一个密钥 {other}。请换回原来的密钥文件再启动。"),
            key=mark.key_id,
            path=str(keys.key_path()),
            other=keys.key_id(),
        )
