"""The program's door: `python -m lianxin`, and the script `lianxin`."""

import os
import sys

import click
import django
import psycopg
from django.db import OperationalError

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import Words
from lianxin.site import database, environment
from lianxin.site.commands.group import lianxin
from lianxin.site.commands.telling import FINDINGS, WRONG_CALL, complain
from lianxin.trust.keys import KeyTrouble


def main() -> None:
    """Read the settings, set Django up, do the command; a refusal is a sentence and an exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lianxin.site.settings")
    try:
        environment.read(os.environ)
    except environment.BadSettings as refusal:
        complain(refusal.words)
        sys.exit(WRONG_CALL)
    django.setup()
    sys.exit(_run())


def _run() -> int:
    try:
        return int(lianxin.main(prog_name="lianxin", standalone_mode=False) or 0)
    except click.ClickException as wrong:
        wrong.show()
        return wrong.exit_code
    except click.Abort:
        return FINDINGS
    except (Refused, KeyTrouble) as refusal:
        complain(refusal.words)
        return FINDINGS
    except (psycopg.OperationalError, OperationalError) as lost:
        complain(Words.of("连不上数据库：{why}", why=str(lost).strip()))
        return FINDINGS
    finally:
        database.let_go()


if __name__ == "__main__":
    main()
