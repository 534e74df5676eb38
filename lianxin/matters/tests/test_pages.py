"""一件事: what its page says to whom, what stays masked, why that day, and what the page costs."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from lianxin.kernel.acting import acting
from lianxin.kernel.days import TZ
from lianxin.kernel.refusals import NotThere
from lianxin.kernel.words import Words
from lianxin.matters import access
from lianxin.matters.actions import handling, mending, taking
from lianxin.matters.actions.taking import Contact, register
from lianxin.matters.by import resident
from lianxin.matters.deadlines import _source
from lianxin.matters.forms.table import DOINGS
from lianxin.matters.models import Attachment, Clock, Matter, Voice
from lianxin.matters.offers import offer_of
from lianxin.matters.pages.matter import FormPart, matter_page
from lianxin.matters.papers import papers_of, voices_of
from lianxin.matters.receipts import Receipt
from lianxin.matters.speakers import people_for, share_of
from lianxin.matters.tests.filled import BUDGETS, WORDS, filled, offered, send, statements, text
from lianxin.matters.tests.test_moves import at
from lianxin.people.access import post_view, read_matter
from lianxin.rulebook.actions import import_calendar
from lianxin.rulebook.packs import pack_on
from lianxin.trust.models import ReadLog
from lianxin.trust.tests import pictures
from lianxin.trust.uploads import take_photos
from lianxin.ui.frame import Frame
from lianxin.ui.render import draw
from lianxin.ui.tests.drawing import Drawn
from tests import world as cast
from tests.world import World

Enter = Callable[[str], Client]
SECRETS = ("周桂兰", "13800000427", "301")


def with_photo(world: World) -> Receipt:
    files = [SimpleUploadedFile("x.jpg", pictures.written(pictures.scene(), "JPEG"), "image/jpeg")]
    photos = take_photos(files, max_files=6, max_file_mb=10, max_megapixels=25)
    return register(replace(world.said(), photos=photos), resident(), now=cast.NOW)


class TestPage:
    def test_the_words_stand_as_they_were_said(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        page = Drawn(text(enter("郭强").get(f"/m/{receipt.ref}/")))

        assert cast.SUNK_ROAD in page.text
        assert "2026年6月5日 10:20，网上，深新社区党代表工作室" in page.text
        assert "14 号楼前" in page.text

    def test_the_first_line_says_whose_turn_it_is(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)

        mine = Drawn(text(enter("郭强").get(f"/m/{receipt.ref}/"))).text
        assert "郭强，这件事等着答复。写好答复，由深新社区党代表工作室告诉居民。" in mine
        theirs = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/"))).text
        assert "这件事区住建局在办。有要说的，可以记一步。" in theirs

    def test_the_verb_that_waits_is_the_first_button(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        page = text(enter("何敏").get(f"/m/{receipt.ref}/"))
        assert re.findall(r"\?do=(\w+)#do", page)[0] == "triage"

        send(enter("何敏"), receipt.ref, "triage", filled("triage", world, receipt.matter_id, "何敏"))
        page = text(enter("何敏").get(f"/m/{receipt.ref}/"))
        assert re.findall(r"\?do=(\w+)#do", page)[0] == "assign"

    def test_the_timeline_reads_like_a_report_newest_first(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/"))).text
        report = [
            "区住建局 郭强签收，开始办理",
            "组织部 罗芳交给区住建局主办，深沟寺街道协办，6月29日 星期一前办完",
            "深沟寺街道 吴迪向上反映，请立山区协调",
            "居民登记了这件事，来自深新社区党代表工作室",
        ]

        assert [page.index(line) for line in report] == sorted(page.index(line) for line in report)

    def test_a_wish_that_nobody_recorded_is_not_made_up(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        with acting():
            Voice.objects.update(reach="")
        client = enter("何敏")

        page = text(client.get(f"/m/{receipt.ref}/?do=tell"))
        assert "还没告知" in page
        assert "希望" not in page
        assert 'value="page"' not in page

    def test_who_was_told_how_and_what_she_thought(self, world: World, enter: Enter) -> None:
        receipt = at("replied", world)
        client = enter("何敏")
        assert "还没告知，希望自己上网看" in text(client.get(f"/m/{receipt.ref}/"))

        send(client, receipt.ref, "tell", filled("tell", world, receipt.matter_id, "何敏"))
        send(client, receipt.ref, "rate", filled("rate", world, receipt.matter_id, "何敏"))
        page = Drawn(text(client.get(f"/m/{receipt.ref}/"))).text
        assert "6月5日 10:20 打电话告知；基本满意，问题没有解决" in page

    def test_a_step_taken_back_stays_and_is_marked(self, world: World, enter: Enter) -> None:
        receipt = at("assigned", world)
        mending.take_back(receipt.matter_id, world.by("罗芳"), now=cast.NOW)
        page = Drawn(text(enter("罗芳").get(f"/m/{receipt.ref}/"))).text

        assert "已撤回" in page
        assert "撤回了上一步（交办）" in page

    def test_a_page_of_every_role_and_verb_is_drawn(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        for name in world.posts:
            answer = enter(name).get(f"/m/{receipt.ref}/")
            for verb in offered(answer) if answer.status_code == 200 else ():
                page = text(enter(name).get(f"/m/{receipt.ref}/?do={verb}"))

                assert f'action="/m/{receipt.ref}/do/{verb}/"' in page
                assert 'name="seen_no" value="5"' in page
                assert 'name="csrfmiddlewaretoken"' in page

    def test_staff_are_not_addressed_as_residents(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        for verb in offered(enter("何敏").get(f"/m/{receipt.ref}/")):
            assert "您" not in text(enter("何敏").get(f"/m/{receipt.ref}/?do={verb}")), verb


class TestDays:
    def test_the_deadline_is_explained_day_by_day(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        page = Drawn(text(enter("郭强").get(f"/m/{receipt.ref}/")))

        assert "2026年6月29日 星期一 17:00" in page.text
        assert "从6月5日 星期五的次日起数 15 个工作日" in page.text
        assert "端午" in page.text
        assert "一般事项，15 个工作日。这个天数是本系统默认值。" in page.text
        assert {"start", "off", "end"} <= page.classes

    def test_make_up_workdays_are_named(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house(now=datetime.datetime(2026, 9, 16, 9, 0, tzinfo=TZ))
        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/?do=assign"))).text

        assert "调休上班、要数的：9月20日 星期日" in page

    def test_a_source_is_named_where_there_is_one(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)

        assert "参照：五华县通过党代表受理党员群众意见建议的办法" in text(
            enter("何敏").get(f"/m/{receipt.ref}/?do=assign")
        )

    def test_a_day_in_an_unpublished_year_is_provisional(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        late = datetime.datetime(2026, 12, 21, 9, 0, tzinfo=TZ)
        receipt = world.tell_the_house(now=late)
        world.house()
        given = {"lead": world.units["深新社区"], "assists": (), "limit": "ordinary", "words": ""}
        handling.assign(receipt.matter_id, world.by("何敏"), **given, now=late)  # type: ignore[arg-type]
        page = Drawn(text(enter("何敏").get(f"/m/{receipt.ref}/"))).text

        assert "有一个期限数到了还没公布放假安排的年份" in page
        assert "（暂定）" in page
        assert "2027年1月" in page

    def test_a_class_of_limit_says_before_it_is_set_that_its_day_is_provisional(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        late = datetime.datetime(2026, 12, 14, 9, 0, tzinfo=TZ)
        monkeypatch.setattr("django.utils.timezone.now", lambda: late)
        receipt = world.tell_the_house(now=late)
        client = enter("何敏")
        page = Drawn(text(client.get(f"/m/{receipt.ref}/?do=assign"))).text
        english = Drawn(text(client.get(f"/m/{receipt.ref}/?do=assign&lang=en"))).text

        assert (
            "一般事项：2027年1月4日 星期一前（暂定）15 个工作日；2027 年放假安排还没公布，公布后重算" in page
        )
        assert "简易事项：12月21日 星期一前5 个工作日" in page
        assert page.count("放假安排还没公布") == 2
        assert "by Mon 4 January 2027 (not certain yet)" in english
        assert "the holidays of 2027 are not published yet" in english

    def test_no_page_names_a_host(self) -> None:
        packs = [pack_on(datetime.date(2026, 6, 5))]
        limits = [limit for pack in packs for limit in (*pack.classes.values(), *pack.lengths.values())]
        sources = {_source(limit) for limit in limits} - {""}

        assert sources
        assert not [source for source in sources if re.search(r"[a-z]{2,}\.[a-z]{2,}|[（(]", source)]

    def test_a_matter_of_another_year_says_its_year(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = at("handling", world)
        assert "2026年6月29日 星期一前办完" not in text(enter("郭强").get(f"/m/{receipt.ref}/"))
        later = datetime.datetime(2027, 2, 1, 9, 0, tzinfo=TZ)
        monkeypatch.setattr("django.utils.timezone.now", lambda: later)
        client = enter("郭强")

        assert "2026年6月29日 星期一前办完" in text(client.get(f"/m/{receipt.ref}/"))
        assert "to be done by Mon 29 June 2026" in text(client.get(f"/m/{receipt.ref}/?lang=en"))

    def test_the_hint_on_looking_stands_only_where_there_is_contact(self, world: World, enter: Enter) -> None:
        hint, without = "查看一次记一次", register(world.said(share="anonymous"), resident(), now=cast.NOW)
        receipt = at("registered", world)

        assert hint in text(enter("何敏").get(f"/m/{receipt.ref}/"))
        assert hint not in text(enter("何敏").get(f"/m/{without.ref}/"))

    def test_sorting_is_asked_for_until_it_is_sorted(self, world: World, enter: Enter) -> None:
        receipt, client = at("registered", world), enter("何敏")
        assert "先分类，再交办；这一级办不了就上报。" in text(client.get(f"/m/{receipt.ref}/"))
        send(client, receipt.ref, "triage", filled("triage", world, receipt.matter_id, "何敏"))

        page = text(client.get(f"/m/{receipt.ref}/"))
        assert "先分类" not in page
        assert "选一个主办单位交办；这一级办不了就上报。" in page

    def test_a_button_in_english_is_a_verb(self, world: World, enter: Enter) -> None:
        receipt, client = at("told", world), enter("何敏")
        page = Drawn(text(client.get(f"/m/{receipt.ref}/?do=close&lang=en"))).text

        assert page.count("Close it") == 3  # the toolbar, the form's heading, its button

    def test_a_newer_calendar_is_announced_before_it_is_recounted(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        clock = Clock.objects.get(matter=receipt.matter_id, kind="finish")
        newer = 'year = 2026\nsource = "试"\n[off]\n2026-06-08 = "试"\n[made]\n'
        import_calendar(newer, now=cast.NOW)
        page = text(enter("郭强").get(f"/m/{receipt.ref}/"))

        assert "日历有了新版，期限会重算。" in page
        assert Clock.objects.get(pk=clock.pk).due_at == clock.due_at

    def test_minutes_have_no_calendar(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house("楼道里煤气味很重")
        page = text(enter("何敏").get(f"/m/{receipt.ref}/"))

        assert "2026年6月5日 星期五 10:50" in page
        assert '<table class="days">' not in page


class TestMasks:
    def test_contact_is_masked_for_the_house_and_for_a_unit_it_is_shared_with(
        self, world: World, enter: Enter
    ) -> None:
        receipt = at("handling", world)
        for name in ("何敏", "林晓", "郭强"):
            page = text(enter(name).get(f"/m/{receipt.ref}/"))

            assert "周**" in page
            assert "138 **** 0427" in page
            assert not [secret for secret in SECRETS if secret in page]

    def test_others_read_that_it_stays_in_the_room(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        for name in ("韩冬", "罗芳"):
            page = text(enter(name).get(f"/m/{receipt.ref}/"))

            assert "联系方式留在工作室" in page
            assert "周*" not in page
            assert "0427" not in page
            assert f"/m/{receipt.ref}/contact/" not in page

    def test_what_only_the_room_may_know_is_not_shown_to_the_unit(self, world: World, enter: Enter) -> None:
        receipt = register(world.said(share="room_only"), resident(), now=cast.NOW)
        world.house()
        given = {"assists": (), "limit": "ordinary", "words": ""}
        for name in ("何敏", "吴迪"):
            handling.send_up(receipt.matter_id, world.by(name), words="x", now=cast.NOW)
        lead = world.units["区住建局"]
        handling.assign(receipt.matter_id, world.by("罗芳"), lead=lead, **given, now=cast.NOW)  # type: ignore[arg-type]

        assert "联系方式留在工作室" in text(enter("郭强").get(f"/m/{receipt.ref}/"))
        assert "周**" in text(enter("何敏").get(f"/m/{receipt.ref}/"))

    def test_a_unit_that_sent_it_back_sees_no_contact_any_more(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        handling.send_back(receipt.matter_id, world.by("郭强"), words="不是我们管", now=cast.NOW)

        assert "联系方式留在工作室" in text(enter("郭强").get(f"/m/{receipt.ref}/"))

    def test_nothing_left_is_said_as_such(self, world: World, enter: Enter) -> None:
        receipt = register(world.said(share="anonymous"), resident(), now=cast.NOW)

        assert "没留联系方式" in text(enter("何敏").get(f"/m/{receipt.ref}/"))

    def test_in_a_matter_about_the_room_the_organiser_reads_it_all(self, world: World, enter: Enter) -> None:
        receipt = world.tell_the_house(about="深新社区")
        page = Drawn(text(enter("罗芳").get(f"/m/{receipt.ref}/"))).text

        assert "反映的是深新社区" in page
        assert "周**" in page
        for name in ("何敏", "林晓", "吴迪", "韩冬"):
            assert enter(name).get(f"/m/{receipt.ref}/").status_code == 404

    def test_masks_hold_without_row_security(self, world: World) -> None:
        receipt = register(world.said(share="room_only"), resident(), now=cast.NOW)
        for name, shown in (("罗芳", ""), ("吴迪", ""), ("何敏", "周**")):
            reader = world.reader(name)
            read_matter(receipt.matter_id)  # as after the door: row security hides nothing of this matter
            matter = access.matter_for(reader, receipt.ref)

            assert voices_of(matter, share_of(reader, matter))[0].speaker.name == shown
            if not shown:
                with pytest.raises(NotThere):
                    people_for(reader, matter, receipt.voice_id)


class TestContact:
    def test_it_is_shown_once_after_the_reason_is_in_the_log(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        client, address = enter("何敏"), f"/m/{receipt.ref}/contact/{receipt.voice_id}/"
        asked = text(client.get(address))
        answer = client.post(address, {"reason": "打电话约上门"})

        assert not [secret for secret in SECRETS if secret in asked]
        assert not ReadLog.objects.exclude(kind="unmask").exists()
        assert all(secret in text(answer) for secret in SECRETS)
        assert answer["Cache-Control"] == "no-store"
        log = ReadLog.objects.get()
        assert (log.person_id, log.post_id) == (world.person("何敏").pk, world.posts["何敏"].pk)
        assert (log.kind, log.matter_ref, log.reason) == ("unmask", receipt.ref, "打电话约上门")

    @pytest.mark.parametrize("reason", ["", "  ", "\x00", "长" * 201])
    def test_without_a_reason_nothing_is_shown(self, world: World, enter: Enter, reason: str) -> None:
        receipt = at("handling", world)
        answer = enter("何敏").post(f"/m/{receipt.ref}/contact/{receipt.voice_id}/", {"reason": reason})

        assert answer.status_code == 400
        assert not [secret for secret in SECRETS if secret in text(answer)]
        assert not ReadLog.objects.exists()

    @pytest.mark.parametrize("name", ["吴迪", "韩冬", "罗芳", "田野", "钱立", "方圆"])
    def test_who_may_not_see_it_finds_nothing_there(self, world: World, enter: Enter, name: str) -> None:
        receipt = register(world.said(share="room_only"), resident(), now=cast.NOW)
        address = f"/m/{receipt.ref}/contact/{receipt.voice_id}/"

        assert enter(name).get(address).status_code == 404
        assert enter(name).post(address, {"reason": "想看看"}).status_code == 404
        assert not ReadLog.objects.exists()

    def test_a_voice_of_another_matter_or_none_is_not_there(self, world: World, enter: Enter) -> None:
        receipt, other = at("handling", world), at("handling", world)
        nobody = register(world.said(share="anonymous"), resident(), now=cast.NOW)
        client = enter("何敏")

        assert client.get(f"/m/{receipt.ref}/contact/{other.voice_id}/").status_code == 404
        assert client.get(f"/m/{nobody.ref}/contact/{nobody.voice_id}/").status_code == 404
        assert client.get(f"/m/{receipt.ref}/contact/{10**19}/").status_code == 404


class TestPhotos:
    def test_a_photo_is_served_so_that_nothing_in_it_runs_or_stays(self, world: World, enter: Enter) -> None:
        receipt = with_photo(world)
        name = Attachment.objects.get().name
        page = text(enter("何敏").get(f"/m/{receipt.ref}/"))
        answer = enter("何敏").get(f"/photo/{name}/")

        assert page.count(f'src="/photo/{name}/"') == 1
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"  # type: ignore[attr-defined]
        assert answer["Content-Type"] == "image/jpeg"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer["Content-Disposition"] == "inline"
        assert answer["Cache-Control"] == "private, no-store"

    @pytest.mark.parametrize("name", ["0" * 32 + ".jpg", "x.jpg", "..%2f..%2fkeys", "%00", "a" * 500])
    def test_a_photo_that_is_none_is_not_there(self, world: World, enter: Enter, name: str) -> None:
        assert enter("何敏").get(f"/photo/{name}/").status_code == 404


class TestHidden:
    """钱立 next door, and a handler of another unit: «not there» from every route, by every method."""

    @pytest.mark.parametrize("name", ["钱立", "方圆"])
    def test_every_route_says_not_there(self, world: World, enter: Enter, name: str) -> None:
        receipt = with_photo(world)
        photo, client = Attachment.objects.get().name, enter(name)
        missing = text(client.get("/m/LS-2026-999999/"))
        routes = [
            f"/m/{receipt.ref}/",
            f"/m/{receipt.ref}/contact/{receipt.voice_id}/",
            f"/photo/{photo}/",
            *(f"/m/{receipt.ref}/do/{verb}/" for verb in DOINGS),
        ]
        for route in routes:
            for method in (client.get, client.head, client.post):
                answer = method(route, {"words": WORDS, "reason": WORDS})
                is_wrong_method = method == client.post and answer.status_code == 405

                assert answer.status_code == 404 or is_wrong_method, (route, method)
            assert self.same(text(client.get(route)), missing), route
        assert not ReadLog.objects.exists()

    def same(self, page: str, missing: str) -> bool:
        """Two «not there» pages, but for their own address in the language switch and the token of the way out."""
        own = re.compile(r'href="[^"]*lang=en"|name="csrfmiddlewaretoken" value="\w+"')
        return own.sub("", page) == own.sub("", missing)

    def test_access_alone_keeps_others_out(self, world: World) -> None:
        receipt = at("handling", world)
        reader = world.reader("钱立")
        world.house()

        with pytest.raises(NotThere):
            access.matter_for(reader, receipt.ref)

    def test_row_security_alone_keeps_others_out(
        self, world: World, enter: Enter, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        receipt = at("handling", world)
        everything = Matter.objects.select_related("room__unit", "owner", "about", "category")
        monkeypatch.setattr(access, "matters_visible_to", lambda reader: everything.all())

        assert enter("钱立").get(f"/m/{receipt.ref}/").status_code == 404
        assert enter("何敏").get(f"/m/{receipt.ref}/").status_code == 200

    def test_nobody_is_sent_to_the_door(self, world: World) -> None:
        receipt = at("registered", world)
        for address in (
            f"/m/{receipt.ref}/",
            f"/m/{receipt.ref}/do/note/",
            "/find/?q=x",
            f"/photo/{'0' * 32}.jpg/",
        ):
            assert Client().get(address)["Location"].startswith("/in/?next=")


class TestCost:
    @pytest.mark.parametrize("stage", ["registered", "handling", "told"])
    def test_statements_are_as_agreed(self, world: World, enter: Enter, stage: str) -> None:
        receipt = at(stage, world)

        assert statements(enter("何敏"), f"/m/{receipt.ref}/") == BUDGETS[f"matter {stage}"]

    def test_a_form_takes_as_agreed(self, world: World, enter: Enter) -> None:
        receipt = at("registered", world)
        client = enter("何敏")
        found = {
            verb: statements(client, f"/m/{receipt.ref}/?do={verb}") for verb in ("assign", "triage", "note")
        }

        assert found == BUDGETS["form"]

    def test_ten_more_steps_and_voices_take_no_more_statements(self, world: World, enter: Enter) -> None:
        receipt = at("handling", world)
        client, address = enter("何敏"), f"/m/{receipt.ref}/"
        world.house()
        taking.supplement(
            receipt.matter_id, world.by("何敏"), words="x", now=cast.NOW, said=world.said("又一位")
        )
        before = statements(client, address)
        world.house()
        for n in range(10):
            handling.note(
                receipt.matter_id, world.by("郭强"), words=f"第 {n} 步", to_resident=True, now=cast.NOW
            )
            taking.supplement(
                receipt.matter_id, world.by("何敏"), words="x", now=cast.NOW, said=world.said(f"第 {n} 位")
            )

        assert statements(client, address) == before

    @pytest.mark.parametrize("verb", ["assign", "triage", "note"])
    def test_drawing_asks_nothing(self, world: World, verb: str) -> None:
        receipt = at("registered", world)
        reader, post = world.reader("何敏"), post_view(world.posts["何敏"])
        papers = papers_of(access.matter_for(reader, receipt.ref), reader, post, now=cast.NOW)
        offer = offer_of(verb, papers)
        form = DOINGS[verb].form(offer)
        part = FormPart(verb, "x", Words.of("x"), "x", False, form, offer.limits)
        page = matter_page(papers, form=part)
        with CaptureQueriesContext(connection) as caught:
            draw(Frame(register="staff"), "matters/matter.html", page=page, csrf="")

        assert len(caught) == 0


PAYLOADS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{ 7331*7331 }}",
    "'; drop table x; --",
]


@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_residents_and_staff_type_is_shown_never_run(world: World, enter: Enter, payload: str) -> None:
    contact = Contact(name=payload, phone=payload, address=payload)
    said = replace(world.said(payload), place=payload, contact=contact)
    receipt = register(said, resident(), now=cast.NOW)
    client = enter("何敏")
    send(client, receipt.ref, "note", {"words": payload})
    refused = send(client, receipt.ref, "assign", {"words": payload, "lead": payload})
    shown = client.post(f"/m/{receipt.ref}/contact/{receipt.voice_id}/", {"reason": payload})

    for answer in (client.get(f"/m/{receipt.ref}/"), refused, shown, client.get("/inbox/?view=open")):
        page = Drawn(text(answer))
        assert not [script for script in page.all("script") if not script.get("src")]
        assert not [image for image in page.all("img") if "onerror" in image]
        assert "53743561" not in page.text
        assert payload in page.text + "".join(str(one.get("value")) for one in page.all("input"))
