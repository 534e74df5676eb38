"""Owns how an operator's TOML text is read: bad syntax, doubles and unknown keys are refused in Chinese.

Never knows what the tables mean: `reading` and `calendars` do.
"""

import re
import tomllib
from collections.abc import Collection, Mapping

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_

MOST_CHARACTERS = 200_000


def parse(text: str) -> dict[str, object]:
    """Return the tables of `text`, or refuse with the line that cannot be read."""
    if len(text) > MOST_CHARACTERS:
        raise Refused(N_("文件太长，这里最多 {most} 个字"), most=MOST_CHARACTERS)
    try:
        return tomllib.loads(text.removeprefix("\ufeff"))
    except tomllib.TOMLDecodeError as error:
        raise _unreadable(str(error)) from None
    except RecursionError:
        raise Refused(N_("括号套得太深，读不懂")) from None


def only_keys(table: Mapping[str, object], known: Collection[str], where: str) -> None:
    """Refuse a key that is not known and one that is missing; `where` names the table, '' at the top."""
    for key in table:
        if key not in known:
            raise Refused(N_("{where} 没有这一项，看看是不是写错了"), where=path(where, key))
    for key in known:
        if key not in table:
            raise Refused(N_("缺 {where}"), where=path(where, key))


def path(where: str, key: str) -> str:
    """Return the dotted place of a key, as the operator would look for it."""
    return f"{where}.{key}" if where else key


def _unreadable(message: str) -> Refused:
    found = re.search(r"line ([0-9]+)", message)
    if found is None:
        return Refused(N_("文件没有写完，读到最后读不懂"))
    if "overwrite" in message or "twice" in message:
        return Refused(N_("第 {line} 行写重了，同一项只能写一次"), line=int(found[1]))
    return Refused(N_("第 {line} 行读不懂，看看引号和等号"), line=int(found[1]))
