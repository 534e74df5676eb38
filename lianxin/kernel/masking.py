"""Owns how a name, a phone and an address are hidden on pages, lists, prints and exports.

Never decides who may see the whole (access does) and never keeps anything. Phones are read in `phones`.
"""

import re

from lianxin.kernel.phones import find_phone, last_four, normal_phone

__all__ = ["find_phone", "last_four", "mask_address", "mask_name", "mask_phone", "normal_phone"]

_COMPOUND_SURNAMES = re.compile(
    "欧阳|太史|端木|上官|司马|独孤|南宫|万俟|闻人|夏侯|诸葛|尉迟|公羊|赫连|澹台|皇甫"
    "|宗政|濮阳|公冶|太叔|申屠|公孙|慕容|仲孙|钟离|长孙|宇文|司徒|鲜于|司空|闾丘|亓官"
    "|司寇|巫马|公西|颛孙|壤驷|漆雕|乐正|谷梁|拓跋|轩辕|令狐|段干|呼延|东郭|羊舌|梁丘"
    "|左丘|西门|达奚|纳兰"
)
_MOST_STARS = 3
_HIDDEN = "****"
_HOME_NUMBER = re.compile(r"[0-9０-９]|[一二三四五六七八九十百]+(?:号|栋|幢|楼|单元|室|层|户|组)")
_COARSE = re.compile(r".*(?:社区|街道|小区|[镇乡村区市县路街])", re.DOTALL)


def mask_name(name: str) -> str:
    """Return the surname and stars: «周**», «欧阳**», «阿***», «J***»; a single character shows nothing."""
    bare = "".join(name.split())
    if len(bare) < 2:
        return "*" * len(bare)
    shown = 2 if len(bare) > 2 and _COMPOUND_SURNAMES.match(bare) else 1
    return bare[:shown] + "*" * min(len(bare) - shown, _MOST_STARS)


def mask_phone(phone: str) -> str:
    """Return «138 **** 0427», a landline as «0412 *****34», anything else as stars; '' stays ''."""
    number = normal_phone(phone).partition("-")[0]
    if len(number) == 11 and number.startswith("1"):
        return f"{number[:3]} {_HIDDEN} {number[-4:]}"
    if number.startswith("0"):
        area = 3 if number[1] in "12" else 4
        # a landline is short: four shown digits would leave three to guess
        return f"{number[:area]} {'*' * (len(number) - area - 2)}{number[-2:]}"
    return _HIDDEN if phone.strip() else ""


def mask_address(address: str) -> str:
    """Return the address down to community, village or street, and stars for the door: «深新社区****»."""
    whole = address.strip()
    number = _HOME_NUMBER.search(whole)
    place = _COARSE.match(whole[: number.start()] if number else whole)
    shown = place[0] if place else ""
    return shown if shown == whole else shown + _HIDDEN
