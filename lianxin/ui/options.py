"""Owns how a choice is drawn: a drop-down, or boxes whose whole line is the target. Rules as in
`fields.py`.

The options come from the form field as they stand; one that reads the database (`ModelChoiceField`) must
not be used, because drawing runs no query.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms import BoundField, CheckboxSelectMultiple
from markupsafe import Markup
from markupsafe import escape as e

from lianxin.ui.elements import NOTHING, Label, attrs, said, shown
from lianxin.ui.fields import box_line, boxed, common, described, label_of, notes
from lianxin.ui.languages import Say


def select(say: Say, bound: BoundField, hint: Label = "", width: str = "", data: bool = False) -> Markup:
    """A drop-down. `data`: the options are names, not msgids, and are not translated (Words among them are
    said). Choices may be in groups, each (label, choices); a group's label is said.
    """
    more = attrs(class_=f"w-{width}" if width else "") + common(bound, hint)
    chosen = _chosen(bound)
    parts = (_part(say, value, label, chosen, data) for value, label in _options(bound))
    return boxed(say, bound, hint, Markup(f"<select{e(more)}>{NOTHING.join(parts)}</select>"))


def choices(
    say: Say,
    bound: BoundField,
    hint: Label = "",
    hints: Mapping[str, Label] | None = None,
    across: bool = False,
    data: bool = False,
    keys: Mapping[str, str] | None = None,
) -> Markup:
    """Radio buttons, or check boxes where the widget takes several; `hints` by value stand small under an
    option.

    `across` is for the desk, `data` as in `select`; `keys` by value choose an option with one access key.
    """
    chosen, small = _chosen(bound), hints or {}
    lines = (
        _line(
            say,
            bound,
            number,
            value,
            str(value) in chosen,
            _words(say, label, data),
            small.get(str(value), ""),
            (keys or {}).get(str(value), ""),
        )
        for number, (value, label) in enumerate(_options(bound))
    )
    kind = "choices across" if across else "choices"
    head = Markup(f'<legend class="label">{said(say, label_of(bound))}</legend>{notes(say, bound, hint)}')
    body = Markup(f'<div class="{e(kind)}">{NOTHING.join(lines)}</div>')
    return Markup(f"<fieldset{_group(bound, hint)}>{e(head)}{e(body)}</fieldset>")


def _group(bound: BoundField, hint: Label) -> Markup:
    """Radio buttons carry their error as a group; check boxes each their own, as ARIA has it."""
    radio, bad = not _several(bound), bool(bound.errors)
    return attrs(
        class_="bad" if bad else "",
        role="radiogroup" if radio else None,
        aria_invalid="true" if bad and radio else None,
        aria_describedby=described(bound, hint),
    )


def _line(
    say: Say,
    bound: BoundField,
    number: int,
    value: object,
    chosen: bool,
    words: Markup,
    hint: Label,
    key: str,
) -> Markup:
    several = _several(bound)
    mark = attrs(
        type="checkbox" if several else "radio",
        name=bound.html_name,
        id=f"{bound.auto_id}_{number}",
        checked=chosen,
        accesskey=key,
        aria_invalid="true" if bound.errors and several else None,
    )
    # The value is written even when it is empty: a box without one would send «on».
    box = Markup(f'{e(mark)} value="{e(value)}"')
    small = Markup(f"<small>{said(say, hint)}</small>") if hint else NOTHING
    return box_line(box, words, small)


def _part(say: Say, value: Any, label: Any, chosen: set[str], data: bool) -> Markup:
    """One option, or a group of them where the label is a list of choices."""
    if not isinstance(label, list | tuple):
        return _option(say, value, label, str(value) in chosen, data)
    options = NOTHING.join(_option(say, key, name, str(key) in chosen, data) for key, name in label)
    return Markup(f'<optgroup label="{said(say, value)}">{e(options)}</optgroup>')


def _option(say: Say, value: object, label: Label, chosen: bool, data: bool) -> Markup:
    words, more = _words(say, label, data), attrs(selected=chosen)
    return Markup(f'<option value="{e(value)}"{e(more)}>{e(words)}</option>')


def _words(say: Say, label: Label, data: bool) -> Markup:
    return shown(say, label) if data else said(say, label)


def _several(bound: BoundField) -> bool:
    return isinstance(bound.field.widget, CheckboxSelectMultiple)


def _options(bound: BoundField) -> list[tuple[object, Label]]:
    return [(value, label) for value, label in getattr(bound.field, "choices", ())]


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    several = value if isinstance(value, list | tuple | set) else [value]
    return {"" if one is None else str(one) for one in several}


ALL: tuple[Callable[..., Markup], ...] = (select, choices)
