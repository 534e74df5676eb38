"""Owns how errors of a form are said: in the summary on top, in the title, in the same words at the fields.

It never decides what is an error. A `Refused` from an action is put into a form by `refuse()`.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.forms import BaseForm, BoundField, CheckboxSelectMultiple, RadioSelect
from django.forms.utils import ErrorList
from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.ui.elements import NOTHING, Label, icon, said
from lianxin.ui.languages import Say

Found = list[tuple[str, Markup]]


def refuse(form: BaseForm, refused: Refused) -> None:
    """Show a refusal in the form it came from: at its field where the form has it, else above the form."""
    field = refused.field if refused.field in form.fields else None
    form.add_error(field, worded(refused.words))


def worded(words: Label) -> ValidationError:
    """A form error that keeps its `Words` until the page is drawn, for `clean_…` methods and `add_error`."""
    message: Any = words  # Django keeps whatever it is given; only its own drawing would turn it into text
    return ValidationError(message)


def anchor(bound: BoundField) -> str:
    """The id that a link to this field leads to: the control, or the first of a list of boxes."""
    several = isinstance(bound.field.widget, RadioSelect | CheckboxSelectMultiple)
    return f"{bound.auto_id}_0" if several else bound.auto_id


def sentences(say: Say, errors: ErrorList) -> list[Markup]:
    """The errors of one field in the reader's language, in order."""
    return [_sentence(say, error) for error in errors.as_data()]


def errors_of(say: Say, form: BaseForm) -> Found:
    """(anchor, sentence) of every error of a form in the order of its fields; what has no visible field leads to the first."""
    first = next((anchor(bound) for bound in form.visible_fields()), "main")
    found: Found = []
    for name in (NON_FIELD_ERRORS, *form.fields):
        if (errors := form.errors.get(name)) is None:
            continue
        seen = name != NON_FIELD_ERRORS and not form[name].is_hidden
        found += [(anchor(form[name]) if seen else first, text) for text in sentences(say, errors)]
    return found


def error_summary(say: Say, source: BaseForm | Iterable[tuple[str, Label]], title: Label = "") -> Markup:
    """What has to be mended, each a link to its place, with focus on it; nothing where nothing is wrong.

    `source` is a form, or pairs of the id to go to and the sentence. A form with no field in error says
    that the step did not happen; otherwise the number of places is said.
    """
    if isinstance(source, BaseForm):
        found, fields = errors_of(say, source), set(source.errors) - {NON_FIELD_ERRORS}
    else:
        found = [(place, said(say, words)) for place, words in source]
        fields = {place for place, _ in found}
    if not found:
        return NOTHING
    title = title or (Words.of("还差 {n} 处要补上", n=len(found)) if fields else N_("这一步没有办成"))
    head = Markup(f'<h2 id="es">{icon(say, "err")}<span>{said(say, title)}</span></h2>')
    lines = (Markup(f'<li><a href="#{e(place)}">{e(text)}</a></li>') for place, text in found)
    return Markup(
        '<div class="error-summary" role="alert" tabindex="-1" autofocus aria-labelledby="es">'
        f"{e(head)}<ul>{NOTHING.join(lines)}</ul></div>"
    )


def error_title(say: Say, form: BaseForm | None) -> Markup:
    """`错误：`, to stand first in the title of a page whose form has errors: it is read aloud first."""
    return said(say, N_("错误：")) if form is not None and form.errors else NOTHING


def _sentence(say: Say, error: ValidationError) -> Markup:
    """Words and msgids in the reader's language; Django's own messages bring theirs and only want their numbers."""
    message: Any = error.message
    if isinstance(message, Words | str):
        message = say(message)
    return e(str(message % error.params if error.params else message))


ALL: tuple[Callable[..., Markup], ...] = (error_summary, error_title)
