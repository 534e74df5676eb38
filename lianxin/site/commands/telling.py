"""How a command answers: sentences in the operator's language, one JSON line for programs, an exit code."""

import json
import os
import sys
from collections.abc import Mapping

import click

from lianxin.kernel.words import Words
from lianxin.ui.languages import say_in

DONE, FINDINGS, WRONG_CALL = 0, 1, 2


def language() -> str:
    """English where the terminal is set to English, else Chinese."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if told.startswith("en") else "zh-Hans"


def said(words: Words | str) -> str:
    """The sentence in the operator's language."""
    return say_in(language())(words)


def tell(words: Words | str) -> None:
    """One line to the operator, at once."""
    click.echo(said(words))
    sys.stdout.flush()


def complain(words: Words | str) -> None:
    """One line about what is wrong, beside the answer."""
    click.echo(said(words), err=True)


def finish(facts: Mapping[str, object], *, findings: int, as_json: bool) -> None:
    """End the command: the facts as the last line when asked for, exit 1 where there are findings."""
    if as_json:
        click.echo(json.dumps(dict(facts), ensure_ascii=False))
    raise click.exceptions.Exit(FINDINGS if findings else DONE)


json_option = click.option("--json", "as_json", is_flag=True, help="JSON")
