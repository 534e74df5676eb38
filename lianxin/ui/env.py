"""Owns the page engine: one Jinja environment per language and year, with its catalogue, elements and
addresses bound. The year is the reader's: days of another one are written with theirs.

Nothing here knows a request, runs a query or holds a word of the pages. Templates come from each slice's
`templates/`.
"""

import re
from datetime import date, datetime
from functools import lru_cache, partial
from pathlib import Path

from django.apps import apps
from django.conf import settings
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.ext import InternationalizationExtension

from lianxin.kernel.days import day_words, moment_words
from lianxin.kernel.working_time import weeks_of
from lianxin.ui import blocks, elements, errors, fields, options, qr
from lianxin.ui.addresses import static, url
from lianxin.ui.languages import LANGS, say_in, tr

BREAK = re.compile(r"\s*\n\s*")
WIDE = re.compile("[\u2e80-\u9fff\uff00-\uffef]")  # Chinese characters and full-width punctuation

ELEMENTS = (*elements.ALL, *blocks.ALL, *fields.ALL, *options.ALL, *errors.ALL, *qr.ALL)


def one_line(text: str) -> str:
    """A message written over several lines as one: a break beside Chinese vanishes, between other words
    it is a space.
    """
    lines = BREAK.split(text.strip())
    joined = lines[0]
    for line in lines[1:]:
        wide = WIDE.match(joined[-1:]) or WIDE.match(line[:1])
        joined += line if wide else f" {line}"
    return joined


class Trans(InternationalizationExtension):
    """`{% trans %}` whose lines are joined as Chinese is written; extraction uses it too, so both see one
    msgid.
    """

    def _trim_whitespace(self, string: str, _ws_re: re.Pattern[str] = BREAK) -> str:
        return one_line(string)


def template_folders() -> list[Path]:
    """The template folders of our own installed slices, in the order of INSTALLED_APPS."""
    ours = (Path(app.path) / "templates" for app in apps.get_app_configs() if app.name.startswith("lianxin."))
    return [folder for folder in ours if folder.is_dir()]


def bare_environment() -> Environment:
    """The settings that drawing and extraction share: strict names, autoescape, our `trans`."""
    env = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=[Trans],
        cache_size=-1,
        auto_reload=False,
    )
    env.policies["ext.i18n.trimmed"] = True
    return env


def build(lang: str, folders: list[Path], year: int = 0) -> Environment:
    """A fresh environment that speaks `lang` in a `year` (0: unknown) and finds templates in these folders."""
    env, translate, say = bare_environment(), tr(lang), say_in(lang, year)
    env.loader = FileSystemLoader(folders)
    env.auto_reload = settings.DEBUG
    env.globals.update(gettext=translate)
    env.globals.update({element.__name__: partial(element, say) for element in ELEMENTS})
    env.globals.update(url=url, static=static, lang=lang, weeks_of=weeks_of)
    env.filters.update(say=say, day=partial(_day, lang, year), moment=partial(_moment, lang, year))
    return env


@lru_cache(maxsize=4 * len(LANGS))
def environment(lang: str, year: int = 0) -> Environment:
    """The environment of a language in a year, built once per process after the apps are ready."""
    return build(lang, template_folders(), year)


def warm(year: int = 0) -> int:
    """Compile every template in every language before the first request of this year asks; the number compiled."""
    names = [name for name in environment(LANGS[0], year).list_templates() if name.endswith(".html")]
    for lang in LANGS:
        for name in names:
            environment(lang, year).get_template(name)
    return len(names) * len(LANGS)


def _day(lang: str, this_year: int, day: date, *, year: bool = False) -> str:
    return day_words(day, lang, year=year, this_year=this_year)


def _moment(lang: str, this_year: int, at: datetime) -> str:
    return moment_words(at, lang, this_year=this_year)
