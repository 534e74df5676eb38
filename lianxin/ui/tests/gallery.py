"""One page with every element and piece on it, in either register, for the browser to judge."""

from datetime import UTC, date, datetime
from typing import Any

from lianxin.kernel.words import Words
from lianxin.ui.env import environment
from lianxin.ui.frame import Frame
from lianxin.ui.pieces import Column, Entry, Pager, SlipFacts, Track
from lianxin.ui.tests.test_fields import Told
from lianxin.ui.tests.test_pieces import TEN_DAYS

SOURCE = """{# Draws every element once. #}
{% extends "ui/" ~ frame.register ~ ".html" %}
{% from "ui/_track.html" import track %}
{% from "ui/_timeline.html" import timeline %}
{% from "ui/_days.html" import days %}
{% from "ui/_pager.html" import pager %}
{% from "ui/_table.html" import register %}
{% from "ui/_slip.html" import slip %}
{% block title %}{{ error_title(form) }}全部元素{% endblock %}
{% block crumbs %}{{ crumbs([(frame.district, "/"), ("全部元素", "")]) }}{% endblock %}
{% block main %}
{{ error_summary(form) }}
<p class="whose"><b>写页面的人看这一页。</b></p>
<h1>{{ phrases("每样东西只有一个样子，照着用") }}</h1>
<p class="row">{{ light("ok", left) }}{{ light("soon", "今天到期") }}{{ light("late", "超 2 个工作日") }}
{{ light("stop", "暂停，等居民补充") }}{{ light("done", "按时办结") }}{{ tag("道路") }}{{ badge(14, "件") }}</p>
<p>{{ masked("赵**") }} {{ ref("LS-2026-000137", "/m/") }} {{ telephone("0412-000 0168", big=true) }}</p>
{{ notice("10月10日调休上班，算工作日", "这天到期的有 4 件。") }}
{{ done("附言已加上。", "王秋霞会看到。", "/m/", "回到这件事") }}
{{ empty("现在没有等您办的事", "新派来的会先到这里。", link("看科里全部 38 件", "/all/")) }}
<section class="section"><h2>数字和对照</h2>
<dl class="stats">{{ figure("按时办结", "92.4%", "", "445 件到期的，411 件在说好的日子前办结。", "/rows/") }}</dl>
{{ facts([("承办", "区住建局市政科"), ("期限", left), ("地址", "")]) }}
{{ answers([("什么事", long, "/back/"), ("电话", "138 **** 0427", "/back/")]) }}</section>
<section class="section"><h2>到哪一步</h2>{{ track(stages) }}
{{ timeline(entries) }}{{ timeline(entries, dated=true) }}{{ days(due, "从次日起数 10 个工作日。") }}{{ slip(receipt) }}</section>
<section class="section"><h2>原话</h2>{{ quote(long, said_by_resident=true) }}{{ quote(long) }}</section>
<section class="section"><h2>清单</h2>
{% call(row) register("等我办的 2 件", columns, groups) %}
{{ cell(light("late", "超 2 个工作日"), kind="c-due") }}{{ cell(ref(row, "/m/"), "编号") }}{{ cell(3, "说过的人", "n") }}
{% endcall %}{{ pager(paging) }}</section>
<form class="section" method="post" action="/"><h2>填写</h2>
{{ textarea(form["words"]) }}{{ field(form["phone"], "联络员会打这个号", width="16") }}{{ field(form["password"]) }}
{{ field(form["day"]) }}{{ choices(form["rate"], hints={"3": "现在去看，问题没有了"}) }}{{ choices(form["who"], across=true) }}
{{ select(form["unit"]) }}{{ checkbox(form["agreed"], "念一遍，本人点头") }}{{ file_field(form["photos"], "最多 6 张") }}
<p class="btns">{{ button("交上去") }}{{ button("先存着", kind="quiet") }}{{ button("作废这件事", kind="danger") }}
{{ button("现在还不能交", kind="quiet", disabled=true) }}{{ text_button("先不说了") }}
{{ link_button("看办到哪一步", "/t/") }}</p></form>
{% endblock %}"""

LONG = (
    "我们楼前头那块道塌下去一块，得有洗衣盆那么大。一下雨就积水，孩子上学绕着走。\nhttps://example.org/"
    + "a" * 80
)


def values() -> dict[str, Any]:
    """What the gallery draws."""
    moment = datetime(2026, 10, 12, 1, 40, tzinfo=UTC)
    left = Words.of("还有 {n} 个工作日", n=6)
    form = Told({"words": "", "rate": "9", "day": "1899-02-30", "phone": "138 0000 0427"})
    return {
        "form": form,
        "left": left,
        "long": LONG,
        "stages": Track(3, {0: (Words.of("{d}", d=date(2026, 9, 23)), "区住建局接")}),
        "entries": [
            Entry(moment, "写了答复", by="韩立新", quote=LONG, now=True),
            Entry(date(2026, 9, 28), "到现场"),
        ],
        "due": TEN_DAYS,
        "receipt": SlipFacts(
            "LS-2026-000137", "7310 4652", "10月14日 星期三", "放假不算。", "http://127.0.0.1/t/"
        ),
        "columns": [
            Column("期限", kind="c-due", url="?s=due", order="ascending"),
            Column("编号", url="?s=ref"),
            Column("说过的人", kind="n"),
        ],
        "groups": [(Words.of("超期 {n} 件", n=1), ["LS-2026-000137"]), ("以后 1 件", ["LS-2026-000138"])],
        "paging": Pager("第 1 到 2 件", after="?after=LS-2026-000138"),
    }


def gallery(frame: Frame) -> str:
    """The whole page."""
    return (
        environment(frame.lang)
        .from_string(SOURCE)
        .render(frame=frame, terms=frame.terms, csrf="", **values())
    )
