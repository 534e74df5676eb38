"""Fields of forms: order of their parts, what is spoken with them, typed text kept, errors said."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django import forms
from markupsafe import Markup

from lianxin.kernel.refusals import Refused
from lianxin.kernel.words import N_, Words
from lianxin.ui.errors import error_summary, error_title, refuse, worded
from lianxin.ui.fields import checkbox, field, file_field, text_input, textarea
from lianxin.ui.languages import say_in
from lianxin.ui.options import choices, select
from lianxin.ui.tests.drawing import EN, ZH, Drawn
from lianxin.ui.tests.test_elements import HOSTILE

say = say_in(ZH)
RATES = [("3", N_("满意")), ("1", Words.of("不满意"))]


class ManyFiles(forms.ClearableFileInput):
    allow_multiple_selected = True


class Told(forms.Form):
    """A form with one field of each kind, as slices write them: no widget drawing, msgids for words."""

    words = forms.CharField(
        label=N_("什么事"),
        help_text=N_("几句话就行"),
        max_length=4000,
        widget=forms.Textarea,
        error_messages={"required": N_("写一下是什么事，好派人去看")},
    )
    phone = forms.CharField(
        label=N_("电话"),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )
    password = forms.CharField(label=N_("口令"), required=False, widget=forms.PasswordInput)
    day = forms.DateField(label=N_("哪天"), required=False, widget=forms.DateInput(attrs={"type": "date"}))
    rate = forms.ChoiceField(label=N_("评价"), choices=RATES, required=False, widget=forms.RadioSelect)
    who = forms.MultipleChoiceField(
        label=N_("哪些"), choices=RATES, required=False, widget=forms.CheckboxSelectMultiple
    )
    unit = forms.ChoiceField(label=N_("单位"), choices=[("", "—"), ("7", "在办")], required=False)
    agreed = forms.BooleanField(label=N_("读给本人听过"), required=False)
    photos = forms.FileField(label=N_("照片"), required=False, widget=ManyFiles)
    key = forms.CharField(widget=forms.HiddenInput, required=False)


def sent(**data: Any) -> Told:
    return Told({"words": "路陷了", **data})


def test_label_hint_error_control_in_this_order() -> None:
    html = textarea(say, sent(words="")["words"])
    places = [html.index(part) for part in ('class="label"', 'class="hint"', 'class="error"', "<textarea")]
    assert places == sorted(places)


def test_hint_and_error_are_spoken_with_the_control() -> None:
    drawn = Drawn(textarea(say, sent(words="")["words"]))
    control = drawn.all("textarea")[0]
    ids = [attrs.get("id") for _, attrs in drawn.tags]
    assert (control["aria-describedby"] or "").split() == ["id_words-h", "id_words-e"]
    assert {"id_words-h", "id_words-e"} <= set(ids)
    assert control["aria-invalid"] == "true"


def test_a_good_field_says_nothing_of_errors() -> None:
    drawn = Drawn(field(say, sent()["phone"]))
    assert drawn.classes == {"field", "label", "input"}
    assert "aria-invalid" not in drawn.all("input")[0]


def test_the_label_belongs_to_its_control() -> None:
    drawn = Drawn(field(say, sent()["phone"]))
    assert drawn.all("label")[0]["for"] == drawn.all("input")[0]["id"] == "id_phone"


def test_what_helps_the_keyboard_is_passed_on() -> None:
    control = Drawn(field(say, sent()["phone"], width="16")).all("input")[0]
    assert (control["inputmode"], control["autocomplete"]) == ("tel", "tel")
    assert control["class"] == "input w-16"


def test_no_browser_cuts_or_refuses_by_itself() -> None:
    control = Drawn(textarea(say, Told()["words"])).all("textarea")[0]
    assert not {"maxlength", "required"} & set(control)


@pytest.mark.parametrize("text", ["\n路陷了", "a\r\nb", "  前面有空格", "𬭎👵🏽\u202e"])
def test_typed_text_comes_back_as_typed(text: str) -> None:
    assert Drawn(textarea(say, sent(words=text)["words"])).text.split("什么事几句话就行")[1] == "\n" + text


def test_a_password_is_never_written_back() -> None:
    assert "secret" not in field(say, sent(password="secret")["password"])


def test_a_day_is_written_as_browsers_read_it() -> None:
    assert (
        Drawn(field(say, Told(initial={"day": date(2026, 6, 28)})["day"])).all("input")[0]["value"]
        == "2026-06-28"
    )


def test_radio_buttons_are_one_group_with_the_chosen_one() -> None:
    drawn = Drawn(choices(say, sent(rate="1")["rate"], hints={"3": N_("问题没有了")}))
    boxes = drawn.all("input")
    assert [box["value"] for box in boxes] == ["3", "1"]
    assert ["checked" in box for box in boxes] == [False, True]
    assert drawn.all("fieldset")[0]["role"] == "radiogroup"
    assert "问题没有了" in drawn.text
    assert "不满意" in drawn.text


def test_a_group_in_error_says_so_as_a_group() -> None:
    group = Drawn(choices(say, sent(rate="9")["rate"])).all("fieldset")[0]
    assert (group["class"], group["aria-invalid"], group["aria-describedby"]) == ("bad", "true", "id_rate-e")


def test_several_may_be_ticked() -> None:
    drawn = Drawn(choices(say, sent(who=["3", "1"])["who"]))
    assert [(box["type"], "checked" in box) for box in drawn.all("input")] == [("checkbox", True)] * 2
    assert "role" not in drawn.all("fieldset")[0]


def test_an_empty_choice_keeps_its_empty_value() -> None:
    class Any_(forms.Form):
        unit = forms.ChoiceField(choices=[("", "都不是")], widget=forms.RadioSelect)

    box = Drawn(choices(say, Any_()["unit"])).all("input")[0]
    assert box["value"] == ""


def test_names_in_a_choice_are_not_translated() -> None:
    def speak(words: Words | str) -> str:
        return "TRANSLATED"

    assert "在办" in select(speak, sent()["unit"], data=True)
    assert "在办" not in select(speak, sent()["unit"])


def test_a_drop_down_may_be_in_groups() -> None:
    class Grouped(forms.Form):
        unit = forms.ChoiceField(
            choices=[("", "—"), (N_("街道"), [("7", "深沟寺")]), ("<x>", [("8", "<y>")])]
        )

    drawn = Drawn(select(say, Grouped({"unit": "8"})["unit"], data=True))
    assert [group["label"] for group in drawn.all("optgroup")] == ["街道", "<x>"]
    assert [(o["value"], "selected" in o) for o in drawn.all("option")] == [
        ("", False),
        ("7", False),
        ("8", True),
    ]
    assert "<y>" in drawn.text  # as text, not as a tag


def test_the_chosen_option_is_selected() -> None:
    assert [("selected" in o) for o in Drawn(select(say, sent(unit="7")["unit"])).all("option")] == [
        False,
        True,
    ]


def test_a_box_is_ticked_when_it_was() -> None:
    assert "checked" in Drawn(checkbox(say, sent(agreed="on")["agreed"])).all("input")[0]
    assert "checked" not in Drawn(checkbox(say, sent()["agreed"])).all("input")[0]


def test_a_file_picker_takes_several_where_the_form_does() -> None:
    control = Drawn(file_field(say, sent()["photos"])).all("input")[0]
    assert "multiple" in control
    assert control["accept"] == "image/*"


def test_the_summary_repeats_each_error_and_leads_to_its_field() -> None:
    form = sent(words="", rate="9", day="1899-02-30")
    drawn = Drawn(error_summary(say, form))
    ids = {attrs.get("id") for name in ("words", "day") for _, attrs in Drawn(field(say, form[name])).tags}
    ids |= {attrs.get("id") for _, attrs in Drawn(choices(say, form["rate"])).tags}
    links = [attrs["href"] for attrs in drawn.all("a")]
    assert len(links) == 3
    assert {(link or "")[1:] for link in links} <= ids
    assert "写一下是什么事，好派人去看" in drawn.text
    assert "还差 3 处要补上" in drawn.text


def test_focus_goes_to_the_summary_without_a_script() -> None:
    box = Drawn(error_summary(say, sent(words=""))).tags[0][1]
    assert "autofocus" in box
    assert (box["role"], box["tabindex"]) == ("alert", "-1")


def test_no_error_no_summary_and_no_word_in_the_title() -> None:
    assert error_summary(say, sent()) == error_title(say, sent()) == error_title(say, None) == ""
    assert error_title(say, sent(words="")) == "错误："


def test_a_refusal_stands_at_its_field() -> None:
    form = sent()
    refuse(form, Refused("电话少一位，请再看看", field="phone"))
    assert "电话少一位" in field(say, form["phone"])
    assert "#id_phone" in error_summary(say, form)


@pytest.mark.parametrize("place", ["", "nowhere", "key"])
def test_a_refusal_without_a_visible_field_stands_above_the_form(place: str) -> None:
    form = sent()
    refuse(form, Refused("{who}已经办了", field=place, who="王秋霞"))
    drawn = Drawn(error_summary(say, form))
    assert "王秋霞已经办了" in drawn.text
    assert [a["href"] for a in drawn.all("a")] == ["#id_words"]


def test_words_stay_words_until_they_are_drawn() -> None:
    form = sent()
    form.add_error("phone", worded(Words.of("{day}以后再试", day=date(2026, 6, 28))))
    assert "6月28日 星期日以后再试" in field(say, form["phone"])
    assert "Sun 28 June" in field(say_in(EN), form["phone"])


def test_a_message_of_django_with_values_is_filled_in() -> None:
    text = Drawn(error_summary(say, sent(words="长" * 4001))).text
    assert "4000" in text
    assert "%(" not in text


def test_a_summary_can_be_made_of_plain_sentences() -> None:
    drawn = Drawn(error_summary(say, [("photos", N_("照片太大"))]))
    assert drawn.all("a")[0]["href"] == "#photos"


FORM_ELEMENTS: dict[str, Callable[[str], Markup]] = {
    "field": lambda x: field(say, sent(phone=x)["phone"], x),
    "text_input": lambda x: text_input(say, sent(phone=x)["phone"], x),
    "textarea": lambda x: textarea(say, sent(words=x)["words"], x),
    "select": lambda x: select(say, _choice(x)["c"], x),
    "select data": lambda x: select(say, _choice(x)["c"], x, data=True),
    "choices": lambda x: choices(say, _choice(x, forms.RadioSelect)["c"], x, {x: x}),
    "choices data": lambda x: choices(say, _choice(x, forms.RadioSelect)["c"], data=True),
    "checkbox": lambda x: checkbox(say, sent()["agreed"], x),
    "file_field": lambda x: file_field(say, sent()["photos"], x, x),
    "error_summary": lambda x: error_summary(say, [(x, x)]),
    "error": lambda x: field(say, _refused(x)["phone"]),
}


def _choice(text: str, widget: type[forms.Widget] = forms.Select) -> forms.Form:
    class One(forms.Form):
        c = forms.ChoiceField(label=text, choices=[(text, text)], widget=widget)

    return One({"c": text})


def _refused(text: str) -> Told:
    form = sent()
    refuse(form, Refused("{text}", field="phone", text=text))
    return form


@pytest.mark.parametrize("name", FORM_ELEMENTS)
@pytest.mark.parametrize("text", [text.replace("\x00", "") for text in HOSTILE])  # Django refuses NUL itself
def test_no_value_changes_the_shape_of_a_field(name: str, text: str) -> None:
    assert Drawn(FORM_ELEMENTS[name](text)).skeleton == Drawn(FORM_ELEMENTS[name]("x")).skeleton
