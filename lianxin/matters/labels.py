"""The closed lists of the spine with the words people read for them. Pure; each stands here once."""

from __future__ import annotations

from lianxin.kernel.words import N_

KINDS = {"opinion": N_("意见"), "advice": N_("建议"), "demand": N_("要求"), "inquiry": N_("咨询")}
CHANNELS = {
    "page": N_("网上"),
    "phone": N_("电话"),
    "reception": N_("当面"),
    "visit": N_("走访"),
    "letter": N_("来信"),
    "transfer": N_("别处转来"),
    "sheet": N_("表格导入"),
}
AT_THE_DESK = ("phone", "reception", "visit", "letter", "transfer")
FOR_WHOM = {
    "parent": N_("家里老人"),
    "child": N_("未满十四岁的孩子"),
    "kin": N_("别的家人"),
    "neighbour": N_("邻居"),
    "other": N_("别的人"),
}
SPEAKER_PARTS = {"speaker": N_("反映人"), "affected": N_("替谁说"), "guardian": N_("监护人")}
CORRECTED = {
    "place": N_("地点"),
    "category": N_("类别"),
    "contact": N_("联系方式"),
    "folded": N_("原话折起来"),
}
SHARES = {
    "room_only": N_("只留给工作室"),
    "with_contact": N_("也给办事的单位"),
    "anonymous": N_("不留联系方式"),
}
REACHES = {
    "page": N_("自己上网看"),
    "phone": N_("打电话"),
    "door": N_("上门告诉"),
    "notice": N_("门上留条"),
    "visit": N_("下次来时当面说"),
}
OUTCOMES = {"A": N_("已经解决"), "B": N_("列入计划"), "C": N_("现在办不了"), "D": N_("留作参考")}
OUTCOME_HINTS = {
    "A": N_("现在去看，问题没有了"),
    "B": N_("要写明哪天前办，到日子系统再提醒"),
    "C": N_("要写明缺什么条件"),
    "D": N_("不是要办的事，记下来，向本人讲清楚"),
}
ON_THE_SPOT = ("A", "C", "D")
HOWS = {
    "page": N_("在网页上告知"),
    "phone": N_("打电话告知"),
    "visit": N_("上门告知"),
    "paper": N_("书面告知"),
    "counter": N_("当面告知"),
}
SATISFIED = {"yes": N_("满意"), "mostly": N_("基本满意"), "no": N_("不满意")}
SOLVED = {True: N_("问题解决了"), False: N_("问题没有解决")}
PARTS = {"lead": N_("主办"), "assist": N_("协办")}
CLOCK_KINDS = {
    "dispatch": N_("派出"),
    "accept": N_("签收"),
    "assist": N_("协办意见"),
    "finish": N_("答复"),
    "tell": N_("告知"),
    "objection": N_("可以要求重办"),
    "promise": N_("兑现"),
    "pause_cap": N_("暂停期满"),
}
