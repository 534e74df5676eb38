"""A program: prints reference and tracking code of each matter of a demo district, as JSON, for `make look`.

Run with the environment of that district. Prints «room end» → [reference, code], the ends being those of `cases.toml`.
"""

import hashlib
import json
import os
from uuid import UUID

import django
from django.db import transaction

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.site.settings")
django.setup()

from lianxin.matters import receipts  # noqa: E402 - models can be imported only now
from lianxin.site import database  # noqa: E402
from lianxin.site.demo.house import told  # noqa: E402


def codes() -> dict[str, list[str]]:
    """The first matter of each room at each end; `about` for one about its room, `dictated` for one in a delegate's name."""
    found: dict[str, list[str]] = {}
    for number, case in enumerate(told("cases.toml")["cases"], 1):
        with transaction.atomic():
            receipt = receipts.by_key(UUID(bytes=hashlib.sha256(f"demo {number}".encode()).digest()[:16]))
        if receipt is not None:
            end = next((mark for mark in ("about", "dictated") if case.get(mark)), case["end"])
            found.setdefault(f"{case['room']} {end}", [receipt.ref, receipt.code])
    return found


if __name__ == "__main__":
    print(json.dumps(codes(), ensure_ascii=False))
    database.let_go()
