"""Owns how a field of a Django form is drawn: label, hint, error, control, always in this order.

The widgets' own drawing is never used: it would bring a second template engine and other markup. Labels,
hints and errors are msgids or `Words` and are said here. What a person typed comes back as typed.
`maxlength` and `required` are never written: a browser would cut a pasted text silently, or refuse in its
own words before the page can say a clear sentence.
"""

from collections.abc import Callable
from datetime import date

from django.forms import BoundField
from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.words import Words
from lianxin.ui.elements import NOTHING, Label, attrs, icon, said
from lianxin.ui.errors import anchor, sentences
from lianxin.ui.languages import Say

# What a form's author may hand to the control through the widget's attrs.
PASSED = {
    *("inputmode", "autocomplete", "placeholder", "rows", "step", "min", "max", "accept"),
    *("autocapitalize", "spellcheck", "enterkeyhint", "list", "accesskey", "autofocus"),
}


def field(say: Say, bound: BoundField, hint: Label = "", width: str = "", tight: bool = False) -> Markup:
    """A field of one line. `width` is `8` or `16` characters, '' the whole; `tight` sits closer to the
    last.
    """
    return boxed(say, bound, hint, text_input(say, bound, hint, width), tight)


def text_input(say: Say, bound: BoundField, hint: Label = "", width: str = "") -> Markup:
    """The control of `field` alone, for a filter bar that writes its own label."""
    kind = "input" if not width else f"input w-{width}"
    more = attrs(class_=kind, type=_type(bound), value=_value(bound))
    return Markup(f"<input{e(more)}{e(common(bound, hint))}>")


def textarea(say: Say, bound: BoundField, hint: Label = "", rows: int = 5) -> Markup:
    """A field of several lines. The line break after the tag is HTML's own: it keeps a typed first one."""
    more = common(bound, hint) + (NOTHING if "rows" in bound.field.widget.attrs else attrs(rows=rows))
    return boxed(say, bound, hint, Markup(f"<textarea{e(more)}>\n{e(_value(bound))}</textarea>"))


def checkbox(say: Say, bound: BoundField, hint: Label = "") -> Markup:
    """One box to tick, its label beside it and its hint small below the label."""
    value, words = bound.value(), hint or _hint(bound)
    mark = attrs(type="checkbox", checked=bool(value) and value != "False") + common(bound, "")
    small = Markup(f"<small>{said(say, words)}</small>") if words else NOTHING
    line = box_line(mark, said(say, label_of(bound)), small)
    more = attrs(class_="field bad" if bound.errors else "field")
    return Markup(f'<div{e(more)}>{e(_errors(say, bound))}<div class="choices">{e(line)}</div></div>')


def file_field(say: Say, bound: BoundField, hint: Label = "", accept: str = "image/*") -> Markup:
    """A file picker, for several files where the widget allows it. No browser fills it a second time."""
    several = getattr(bound.field.widget, "allow_multiple_selected", False)
    kinds = NOTHING if "accept" in bound.field.widget.attrs else attrs(accept=accept)
    more = attrs(class_="file", type="file", multiple=several) + kinds + common(bound, hint)
    return boxed(say, bound, hint, Markup(f"<input{e(more)}>"))


def box_line(mark: Markup, words: Markup, small: Markup) -> Markup:
    """A box and its words as one target."""
    return Markup(f'<label class="choice"><input{e(mark)}><span>{e(words)}{e(small)}</span></label>')


def boxed(say: Say, bound: BoundField, hint: Label, control: Markup, tight: bool = False) -> Markup:
    """A control under its label, hint and error."""
    kind = "field" + (" tight" if tight else "") + (" bad" if bound.errors else "")
    label = Markup(f'<label class="label" for="{e(anchor(bound))}">{said(say, label_of(bound))}</label>')
    return Markup(f'<div class="{e(kind)}">{e(label)}{e(notes(say, bound, hint))}{e(control)}</div>')


def label_of(bound: BoundField) -> Label:
    """The label of a field, as words or a msgid."""
    label = bound.label
    return label if isinstance(label, Words | str) else str(label)


def _hint(bound: BoundField) -> Label:
    words = bound.help_text
    return words if isinstance(words, Words | str) else str(words)


def notes(say: Say, bound: BoundField, hint: Label) -> Markup:
    """Hint, then error."""
    words = hint or _hint(bound)
    shown = f"{bound.auto_id}-h"
    hint_html = Markup(f'<p class="hint" id="{e(shown)}">{said(say, words)}</p>') if words else NOTHING
    return hint_html + _errors(say, bound)


def _errors(say: Say, bound: BoundField) -> Markup:
    if not bound.errors:
        return NOTHING
    lines = Markup("<br>").join(sentences(say, bound.errors))
    return Markup(f'<p class="error" id="{e(bound.auto_id)}-e">{icon(say, "err")}<span>{e(lines)}</span></p>')


def described(bound: BoundField, hint: Label) -> str:
    """The ids of hint and error, for `aria-describedby`."""
    ids = (["h"] if hint or _hint(bound) else []) + (["e"] if bound.errors else [])
    return " ".join(f"{bound.auto_id}-{end}" for end in ids)


def common(bound: BoundField, hint: Label) -> Markup:
    """The attributes that every control carries."""
    passed = {name: value for name, value in bound.field.widget.attrs.items() if name in PASSED}
    return attrs(
        id=anchor(bound),
        name=bound.html_name,
        **passed,
        disabled=bound.field.disabled,
        aria_describedby=described(bound, hint),
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
    if isinstance(value, date) and _type(bound) == "date":
        return value.isoformat()
    text = bound.field.widget.format_value(value)
    return "" if text is None else str(text)


ALL: tuple[Callable[..., Markup], ...] = (*(field, text_input, textarea, checkbox, file_field),)
