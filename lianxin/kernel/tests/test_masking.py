"""What is hidden of a name, a phone and an address, and which phones are read and noticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lianxin.kernel.masking import mask_address, mask_name, mask_phone
from lianxin.kernel.phones import find_phone, last_four, normal_phone

MOBILE = "13800000427"


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        pytest.param("周桂兰", "周**", id="三字"),
        pytest.param("赵强", "赵*", id="两字"),
        pytest.param("欧阳娜娜", "欧阳**", id="复姓"),
        pytest.param("欧阳修", "欧阳*", id="复姓单名"),
        pytest.param("欧阳", "欧*", id="两字不当复姓"),
        pytest.param("王小明明", "王***", id="四字"),
        pytest.param("阿卜杜拉·买买提", "阿***", id="少数民族名"),
        pytest.param("John Smith", "J***", id="拉丁字母"),
        pytest.param(" 周 桂 兰 ", "周**", id="字间空格"),
        pytest.param("𬭎国", "𬭎*", id="生僻字"),
        pytest.param("周", "*", id="一个字全隐去"),
        pytest.param("", "", id="没有名字"),
    ],
)
def test_a_name_shows_the_surname_only(name: str, shown: str) -> None:
    assert mask_name(name) == shown


@pytest.mark.parametrize(
    ("phone", "shown"),
    [
        pytest.param(MOBILE, "138 **** 0427", id="手机"),
        pytest.param("+86 138-0000-0427", "138 **** 0427", id="带国家号"),
        pytest.param("0412-5551234", "0412 *****34", id="座机"),
        pytest.param("010 6123 4567", "010 ******67", id="三位区号"),
        pytest.param("0412-5551234转801", "0412 *****34", id="分机不显示"),
        pytest.param("5551234", "****", id="本地号全隐去"),
        pytest.param("+852 2123 4567", "****", id="境外号全隐去"),
        pytest.param("找门卫老张", "****", id="不是号码也隐去"),
        pytest.param("", "", id="没有电话"),
    ],
)
def test_a_phone_shows_too_little_to_call(phone: str, shown: str) -> None:
    assert mask_phone(phone) == shown


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        pytest.param("深新社区14号楼3单元502", "深新社区****", id="楼号以下隐去"),
        pytest.param("立山区深沟寺街道深新社区十四号楼", "立山区深沟寺街道深新社区****", id="汉字楼号"),
        pytest.param("胜利路１４号", "胜利路****", id="全角号码"),
        pytest.param("深新社区14号楼菜市场旁", "深新社区****", id="楼号后面的市不算"),
        pytest.param("李家村周桂兰家", "李家村****", id="村里人家"),
        pytest.param("钢都花园14号", "****", id="没有街道社区"),
        pytest.param("深新社区", "深新社区", id="只到社区"),
        pytest.param("", "", id="没有地址"),
    ],
)
def test_an_address_shows_no_door(address: str, shown: str) -> None:
    assert mask_address(address) == shown


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        pytest.param(MOBILE, MOBILE, id="照写"),
        pytest.param("138 0000 0427", MOBILE, id="空格"),
        pytest.param("138-0000-0427", MOBILE, id="横线"),
        pytest.param("138/0000/0427", MOBILE, id="斜线"),
        pytest.param("138—0000—0427", MOBILE, id="破折号"),
        pytest.param("1380000 0427", MOBILE, id="七四分"),
        pytest.param("138\u30000000\u30000427", MOBILE, id="全角空格"),
        pytest.param("１３８００００" + "０４２７", MOBILE, id="全角数字"),
        pytest.param("+86 138 0000 0427", MOBILE, id="加号国家号"),
        pytest.param("008613800000427", MOBILE, id="零零国家号"),
        pytest.param("8613800000427", MOBILE, id="光写国家号"),
        pytest.param("(+86)13800000427", MOBILE, id="括号国家号"),
        pytest.param("电话：138 0000 0427（儿子）", MOBILE, id="夹着说明"),
        pytest.param("13800000427/13900000123", MOBILE, id="两个取头一个"),
        pytest.param("138 0000 0427、0412-5551234", MOBILE, id="手机和座机"),
        pytest.param("0412-5551234", "04125551234", id="座机"),
        pytest.param("(0412)5551234", "04125551234", id="括号区号"),
        pytest.param("0412 555 1234", "04125551234", id="分开的座机"),
        pytest.param("+86 412 5551234", "04125551234", id="国家号后无零"),
        pytest.param("+86 10 6123 4567", "01061234567", id="国家号后的北京"),
        pytest.param("010-61234567", "01061234567", id="八位座机"),
        pytest.param("0412-5551234-801", "04125551234-801", id="横线分机"),
        pytest.param("0412-5551234转801", "04125551234-801", id="转分机"),
        pytest.param("0412-5551234 ext. 801", "04125551234-801", id="英文分机"),
        pytest.param("5551234", "5551234", id="本地号"),
        pytest.param("5551234/5552345", "5551234", id="两个本地号"),
        pytest.param("400-123-4567", "4001234567", id="服务号"),
        pytest.param("+852 2123 4567", "+85221234567", id="境外"),
        pytest.param("12800000427", "", id="没有这个号段"),
        pytest.param("1380000042", "", id="少一位"),
        pytest.param("138000004270", "", id="多一位"),
        pytest.param("12345", "", id="热线不是个人电话"),
        pytest.param("没有", "", id="没有"),
        pytest.param("", "", id="空"),
    ],
)
def test_a_phone_is_read_into_one_form(typed: str, normal: str) -> None:
    assert normal_phone(typed) == normal
    assert normal_phone(normal) == normal


@pytest.mark.parametrize(
    ("words", "phone"),
    [
        pytest.param(f"请打{MOBILE}找我", MOBILE, id="夹在话里"),
        pytest.param("我的手机138 0000 0427，谢谢", "138 0000 0427", id="空格"),
        pytest.param("微信同号：138-0000-0427。", "138-0000-0427", id="横线"),
        pytest.param("１３８００００" + "０４２７是我", "１３８００００" + "０４２７", id="全角，照原样指出"),
        pytest.param("打+86 13800000427", "+86 13800000427", id="国家号"),
        pytest.param("2026-11-24 13800000427", MOBILE, id="日期后面的手机"),
        pytest.param("家里0412-5551234", "0412-5551234", id="座机"),
        pytest.param("座机（0412）5551234转2", "（0412）5551234转2", id="全角括号"),
        pytest.param("电话：5551234", "5551234", id="说明是电话的本地号"),
        pytest.param("2026年11月24日9:30", "", id="日期"),
        pytest.param("2026-11-24", "", id="横线日期"),
        pytest.param("20261124", "", id="八位日期"),
        pytest.param("2019/03/11-2019/04/12", "", id="起止日期"),
        pytest.param("欠款13800000427元", "", id="数额"),
        pytest.param("1,380,000.00元", "", id="带逗号的数额"),
        pytest.param("3.13800000427", "", id="小数"),
        pytest.param("LS-2026-000137", "", id="编号"),
        pytest.param("查询码1234 5678", "", id="八位码"),
        pytest.param("210304195001011234", "", id="十八位数"),
        pytest.param("6222021380000042712", "", id="卡号"),
        pytest.param("表号662213800000427", "", id="长号的尾巴像手机"),
        pytest.param("15 20 30 40 50 6", "", id="一串小数目"),
        pytest.param("打12345、110都没用", "", id="热线"),
        pytest.param("14号楼3单元502", "", id="门牌"),
        pytest.param("", "", id="空"),
    ],
)
def test_a_phone_among_words_is_noticed(words: str, phone: str) -> None:
    assert find_phone(words) == phone


def test_the_last_four_leave_the_extension_out() -> None:
    assert last_four("0412-5551234转801") == "1234"
    assert last_four(MOBILE) == "0427"
    assert last_four("没有") == ""


@given(st.text())
def test_reading_a_phone_never_breaks(text: str) -> None:
    normal = normal_phone(text)

    assert normal_phone(normal) == normal
    assert find_phone(text) in text


@given(
    st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True),
    st.text("甲乙，。 ", max_size=9),
    st.sampled_from(["", " ", "-"]),
)
def test_every_mobile_is_noticed_and_hidden(number: str, around: str, gap: str) -> None:
    typed = gap.join((number[:3], number[3:7], number[7:]))

    assert normal_phone(find_phone(around + typed + around)) == number
    assert number[3:7] not in mask_phone(typed)[:9]


@given(st.text(min_size=2))
def test_a_masked_name_never_shows_the_given_name(name: str) -> None:
    bare = "".join(name.split())

    assert len(mask_name(name).rstrip("*")) <= max(2, len(bare) - 1)
    assert mask_name(name) == "" or mask_name(name).endswith("*")
