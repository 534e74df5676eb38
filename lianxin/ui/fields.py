"""Owns how a field of a Django form is drawn: label, hint, error, control, always in this order.

The widgets' own drawing is never used: it would bring a second template engine and other markup. Labels, hints and errors are
msgids or `Words` and are said here. What a person typed comes back as typed. `maxlength` and `required` are never written:
a browser would cut a pasted text silently, or refuse in its own words before the page can say a clear sentence.
"""

from collections.abc import Callable, Mapping
from datetime import date

from django.forms import BoundField, CheckboxSelectMultiple
from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.words import Words
from lianxin.ui.elements import NOTHING, Label, attrs, icon, said
from lianxin.ui.errors import anchor, sentences
from lianxin.ui.languages import Say

# What a form's author may hand to the control through the widget's attrs.
PASSED = {
    *("inputmode", "autocomplete", "placeholder", "rows", "step", "min", "max", "accept"),
    *("autocapitalize", "spellcheck", "enterkeyhint", "list"),
}


def field(say: Say, bound: BoundField, hint: Label = "", width: str = "", tight: bool = False) -> Markup:
    """A one-line field. `width` is `8` or `16` characters, '' the whole line; `tight` sits closer to the one above."""
    return _box(say, bound, hint, text_input(say, bound, hint, width), tight)


def text_input(say: Say, bound: BoundField, hint: Label = "", width: str = "") -> Markup:
    """The control of `field` alone, for a filter bar that writes its own label."""
    kind = "input" if not width else f"input w-{width}"
    more = attrs(class_=kind, type=_type(bound), value=_value(bound))
    return Markup(f"<input{e(more)}{e(_common(bound, hint))}>")


def textarea(say: Say, bound: BoundField, hint: Label = "", rows: int = 5) -> Markup:
    """A field of several lines. The line break after the tag is HTML's own: it keeps a typed first one."""
    more = _common(bound, hint) + (NOTHING if "rows" in bound.field.widget.attrs else attrs(rows=rows))
    return _box(say, bound, hint, Markup(f"<textarea{e(more)}>\n{e(_value(bound))}</textarea>"))


def select(say: Say, bound: BoundField, hint: Label = "", width: str = "", data: bool = False) -> Markup:
    """A drop-down. `data`: the options are names, not msgids, and are not translated."""
    more = attrs(class_=f"w-{width}" if width else "") + _common(bound, hint)
    chosen = _chosen(bound)
    options = (_option(say, value, label, str(value) in chosen, data) for value, label in _options(bound))
    return _box(say, bound, hint, Markup(f"<select{e(more)}>{NOTHING.join(options)}</select>"))


def choices(
    say: Say,
    bound: BoundField,
    hint: Label = "",
    hints: Mapping[str, Label] | None = None,
    across: bool = False,
    data: bool = False,
) -> Markup:
    """Radio or check boxes whose whole line is the target; `hints` by value stand small under an option.

    Check boxes where the form's widget takes several. `across` is for the desk, `data` as in `select`.
    """
    chosen, bad = _chosen(bound), bool(bound.errors)
    several = isinstance(bound.field.widget, CheckboxSelectMultiple)
    lines = []
    for number, (value, label) in enumerate(_options(bound)):
        mark = attrs(
            type="checkbox" if several else "radio",
            name=bound.html_name,
            id=f"{bound.auto_id}_{number}",
            checked=str(value) in chosen,
            aria_invalid="true" if bad and several else None,
        )
        words = e(label) if data else said(say, label)
        mark += Markup(
            f' value="{e(value)}"'
        )  # written even when it is '': a box without a value would send «on»
        lines.append(_choice(mark, words, _small(say, hints, value)))
    more = attrs(
        class_="bad" if bad else "",
        role=None if several else "radiogroup",
        aria_invalid="true" if bad and not several else None,
        aria_describedby=_described(bound, hint),
    )
    head = Markup(f'<legend class="label">{said(say, _label(bound))}</legend>{e(_notes(say, bound, hint))}')
    kind = "choices across" if across else "choices"
    return Markup(
        f'<fieldset{e(more)}>{e(head)}<div class="{e(kind)}">{NOTHING.join(lines)}</div></fieldset>'
    )


def checkbox(say: Say, bound: BoundField, hint: Label = "") -> Markup:
    """One box to tick, its label beside it and its hint small below the label."""
    value, words = bound.value(), hint or _hint(bound)
    mark = attrs(type="checkbox", checked=bool(value) and value != "False") + _common(bound, "")
    small = (
        Markup(f"<small>{said(say, words)}</small>") if words else NOTHING
    )
    line = _choice(mark, said(say, _label(bound)), small)
    more = attrs(class_="field bad" if bound.errors else "field")
    return Markup(f'<div{e(more)}>{e(_errors(say, bound))}<div class="choices">{e(line)}</div></div>')


def file_field(say: Say, bound: BoundField, hint: Label = "", accept: str = "image/*") -> Markup:
    """A file picker; several files where the form's widget allows it. A browser never fills it again by itself."""
    several = getattr(bound.field.widget, "allow_multiple_selected", False)
    kinds = NOTHING if "accept" in bound.field.widget.attrs else attrs(accept=accept)
    more = attrs(class_="file", type="file", multiple=several) + kinds + _common(bound, hint)
    return _box(say, bound, hint, Markup(f"<input{e(more)}>"))


def _box(say: Say, bound: BoundField, hint: Label, control: Markup, tight: bool = False) -> Markup:
    kind = "field" + (" tight" if tight else "") + (" bad" if bound.errors else "")
    label = Markup(f'<label class="label" for="{e(anchor(bound))}">{said(say, _label(bound))}</label>')
    return Markup(f'<div class="{e(kind)}">{e(label)}{e(_notes(say, bound, hint))}{e(control)}</div>')


def _label(bound: BoundField) -> Label:
    label = bound.label
    return label if isinstance(label, Words | str) else str(label)


def _hint(bound: BoundField) -> Label:
    words = bound.help_text
    return words if isinstance(words, Words | str) else str(words)


def _notes(say: Say, bound: BoundField, hint: Label) -> Markup:
    words = hint or _hint(bound)
    hint_html = (
        Markup(f'<p class="hint" id="{e(bound.auto_id)}-h">{said(say, words)}</p>') if words else NOTHING
    )
    return hint_html + _errors(say, bound)


def _errors(say: Say, bound: BoundField) -> Markup:
    if not bound.errors:
        return NOTHING
    lines = Markup("<br>").join(sentences(say, bound.errors))
    return Markup(f'<p class="error" id="{e(bound.auto_id)}-e">{icon(say, "err")}<span>{e(lines)}</span></p>')


def _described(bound: BoundField, hint: Label) -> str:
    ids = (["h"] if hint or _hint(bound) else []) + (["e"] if bound.errors else [])
    return " ".join(f"{bound.auto_id}-{end}" for end in ids)


def _common(bound: BoundField, hint: Label) -> Markup:
    passed = {name: value for name, value in bound.field.widget.attrs.items() if name in PASSED}
    return attrs(
        id=anchor(bound),
        name=bound.html_name,
        **passed,
        disabled=bound.field.disabled,
        aria_describedby=_described(bound, hint),
        aria_invalid="true" if bound.errors else None,
    )


def _type(bound: BoundField) -> str:
    widget = bound.field.widget
    return str(widget.attrs.get("type") or getattr(widget, "input_type", "text"))


def _value(bound: BoundField) -> str:
    """What was typed; a secret is never written back."""
    value = bound.value()
    if value is None or _type(bound) == "password":
        return ""
    return (
        value.isoformat() if isinstance(value, date) and _type(bound) == "date" else _formatted(bound, value)
    )


def _formatted(bound: BoundField, value: object) -> str:
    text = bound.field.widget.format_value(value)
    return "" if text is None else str(text)


def _options(bound: BoundField) -> list[tuple[object, Label]]:
    return [(value, label) for value, label in getattr(bound.field, "choices", ())]


def _chosen(bound: BoundField) -> set[str]:
    value = bound.value()
    several = value if isinstance(value, list | tuple | set) else [value]
    return {"" if one is None else str(one) for one in several}


def _option(say: Say, value: object, label: Label, chosen: bool, data: bool) -> Markup:
    words = e(label) if data else said(say, label)
    return Markup(f'<option value="{e(value)}"{attrs(selected=chosen)}>{e(words)}</option>')


def _choice(mark: Markup, words: Markup, small: Markup) -> Markup:
    return Markup(f'<label class="choice"><input{e(mark)}><span>{e(words)}{e(small)}</span></label>')


def _small(say: Say, hints: Mapping[str, Label] | None, value: object) -> Markup:
    words = (hints or {}).get(str(value), "")
    return Markup(f"<small>{said(say, words)}</small>") if words else NOTHING


ALL: tuple[Callable[..., Markup], ...] = (
    *(field, text_input, textarea, select, choices, checkbox, file_field),
)
