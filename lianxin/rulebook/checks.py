"""Owns the check at every start that packs, sources and calendars are sound; a faulty number never serves.

Never mends anything: it says which file and what.
"""

from collections.abc import Sequence

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error

from lianxin.kernel.refusals import Refused
from lianxin.rulebook.calendars import shipped_years
from lianxin.rulebook.packs import packs_in, rulepacks_folder
from lianxin.rulebook.wording import wording_in


def rulepacks_are_sound(app_configs: Sequence[AppConfig] | None, **_: object) -> list[CheckMessage]:
    """Return the first fault of the rule packs, the wording cards or the shipped calendars, as an error."""
    try:
        packs_in(rulepacks_folder())
        wording_in(rulepacks_folder())
        shipped_years(rulepacks_folder() / "calendars")
    except Refused as refused:
        return [Error(str(refused), id="rulebook.E001")]
    return []
