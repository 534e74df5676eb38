"""Work that comes round by itself: once at its time, by one worker, and again at its next."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from click.testing import CliRunner
from django.conf import settings
from django.contrib.sessions.models import Session

from lianxin.intake.models import Draft
from lianxin.kernel.acting import acting
from lianxin.kernel.days import TZ
from lianxin.kernel.refusals import NotThere
from lianxin.matters.models import Attachment, Clock
from lianxin.matters.verify import differences
from lianxin.people.access import read_as, read_as_house
from lianxin.rulebook.actions import import_calendar
from lianxin.rulebook.queries import calendar_in_force
from lianxin.site.commands import calendar as commands
from lianxin.site.jobs import (
    JOBS,
    Work,
    forget_old_sessions,
    forget_orphan_photos,
    hourly,
    nightly,
    recount_deadlines,
    run_job,
)
from lianxin.site.models import Job
from lianxin.trust.uploads import Photo, keep, kept_before
from lianxin.trust.uploads import kept as path_of
from tests import world as cast

NOW = datetime(2026, 6, 5, 10, 20, tzinfo=TZ)
CALENDAR = 'year = 2026\nsource = "S-TEST 一次改动"\n[off]\n{off}\n[made]\n'
LONG_AGO = datetime(2001, 6, 5, 10, 20, tzinfo=TZ)  # before any photo of another test


class TestTimes:
    @pytest.mark.parametrize(
        ("now", "then"),
        [
            (datetime(2026, 6, 5, 3, 29, tzinfo=TZ), datetime(2026, 6, 5, 3, 30, tzinfo=TZ)),
            (datetime(2026, 6, 5, 3, 30, tzinfo=TZ), datetime(2026, 6, 6, 3, 30, tzinfo=TZ)),
            (datetime(2026, 6, 4, 20, 0, tzinfo=UTC), datetime(2026, 6, 6, 3, 30, tzinfo=TZ)),
            (datetime(2026, 12, 31, 23, 59, tzinfo=TZ), datetime(2027, 1, 1, 3, 30, tzinfo=TZ)),
        ],
    )
    def test_the_coming_night(self, now: datetime, then: datetime) -> None:
        assert nightly(now) == then


@pytest.mark.django_db
class TestRunning:
    def test_a_new_job_waits_for_its_first_time(self) -> None:
        ran: list[datetime] = []

        assert not run_job({"a": Work(ran.append, hourly)}, NOW)
        assert Job.objects.get(name="a").next_at == NOW + timedelta(hours=1)

    def test_it_runs_once_at_its_time(self) -> None:
        ran: list[datetime] = []
        jobs = {"a": Work(ran.append, hourly)}
        run_job(jobs, NOW)
        then = NOW + timedelta(hours=1)

        assert run_job(jobs, then)
        assert not run_job(jobs, then)
        assert ran == [then]

    def test_one_that_fails_comes_round_again_and_stops_nobody(self) -> None:
        def fails(now: datetime) -> None:
            raise ValueError

        ran: list[datetime] = []
        jobs = {"a": Work(fails, hourly), "b": Work(ran.append, hourly)}
        run_job(jobs, NOW)
        then = NOW + timedelta(hours=1)

        assert run_job(jobs, then)
        assert run_job(jobs, then)
        assert ran == [then]
        assert Job.objects.get(name="a").next_at == then + timedelta(hours=1)

    def test_a_job_of_another_version_is_left_alone(self) -> None:
        ran: list[datetime] = []
        run_job({"old": Work(ran.append, hourly)}, NOW)

        assert not run_job({}, NOW + timedelta(days=1))
        assert not ran


@pytest.mark.django_db
class TestJobs:
    def test_old_sessions_are_forgotten(self) -> None:
        Session.objects.create(session_key="old", session_data="", expire_date="2020-01-01T00:00Z")
        Session.objects.create(session_key="new", session_data="", expire_date="2999-01-01T00:00Z")

        forget_old_sessions(NOW)

        assert [s.session_key for s in Session.objects.all()] == ["new"]

    def test_deadlines_follow_a_calendar_that_is_published_later(self) -> None:
        world = cast.build()
        world.tell_the_house()
        read_as_house(cast.NOW.date())
        before = Clock.objects.get(kind="dispatch").due_at
        import_calendar(CALENDAR.format(off='"2026-06-08" = "放假"'), now=cast.NOW)

        recount_deadlines(cast.NOW)

        read_as_house(cast.NOW.date())
        assert Clock.objects.filter(kind="dispatch").latest("id").due_at > before

    def test_a_wrong_calendar_that_is_corrected_leaves_every_day_as_it_was(self) -> None:
        world = cast.build()
        receipt = world.tell_the_house()
        import_calendar(CALENDAR.format(off='"2026-06-08" = "放假"'), now=cast.NOW)
        read_as_house(cast.NOW.date())
        recount_deadlines(cast.NOW)
        first = {clock.pk: clock.due_at for clock in Clock.objects.all()}

        import_calendar(CALENDAR.format(off='"2026-06-09" = "放错了一天"'), now=cast.NOW)
        wrong = recount_deadlines(cast.NOW)
        import_calendar(CALENDAR.format(off='"2026-06-08" = "放假"'), now=cast.NOW)
        mended = recount_deadlines(cast.NOW)

        assert [(one.ref, one.kind) for one in wrong] == [(receipt.ref, "dispatch")]
        assert [(one.before, one.after) for one in mended] == [(one.after, one.before) for one in wrong]
        assert {clock.pk: clock.due_at for clock in Clock.objects.all()} == first
        assert recount_deadlines(cast.NOW) == ()
        assert list(differences(calendar_in_force())) == []

    def test_what_moved_is_listed_on_the_terminal(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        receipt = cast.build().tell_the_house()
        file = tmp_path / "2026.toml"
        file.write_text(CALENDAR.format(off='"2026-06-08" = "放假"'), encoding="utf-8")
        monkeypatch.setattr("lianxin.site.readiness.have_database", lambda **_: None)
        monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
        result = CliRunner().invoke(commands.take, [str(file), "--json"])

        assert result.exit_code == 0, result.output
        assert f"{receipt.ref} 派出：2026年6月8日" in result.output
        told = json.loads(result.output.splitlines()[-1])
        assert [(one["ref"], one["clock"]) for one in told["moved"]] == [(receipt.ref, "dispatch")]
        again = CliRunner().invoke(commands.take, [str(file), "--json"])
        assert json.loads(again.output.splitlines()[-1])["moved"] == []

    def test_every_job_has_a_name_that_fits(self) -> None:
        assert all(len(name) <= 40 for name in JOBS)


@pytest.mark.django_db
class TestOrphanPhotos:
    """A photo is on disk before its row is committed: what the row never followed is swept, nothing else ever."""

    def kept(self, *, age: timedelta = timedelta(days=2)) -> str:
        name = keep(Photo(b"jpeg", 1, 1))
        then = (LONG_AGO - age).timestamp()
        os.utime(path_of(name), (then, then))
        return name

    def test_one_that_no_row_refers_to_goes_after_a_day(self) -> None:
        old, new = self.kept(), self.kept(age=timedelta(hours=23))

        forget_orphan_photos(LONG_AGO)

        with pytest.raises(NotThere):
            path_of(old)
        assert path_of(new)

    def test_one_of_a_matter_stays_though_nobody_may_read_it_here(self) -> None:
        world = cast.build()
        receipt = world.tell_the_house(about="深新社区")
        name = self.kept()
        world.house()
        with acting():
            Attachment.objects.create(matter_id=receipt.matter_id, no=1, name=name, width=1, height=1, size=4)
        read_as(())
        assert not Attachment.objects.exists()

        forget_orphan_photos(LONG_AGO)

        assert path_of(name)

    def test_one_of_a_draft_stays(self) -> None:
        world = cast.build()
        name = self.kept()
        with acting():
            Draft.objects.create(
                key=uuid4(), room=world.rooms["深新社区"], payload=b"", photos=[["0.jpg", 1, 1, ""], [name, 1, 1, ""]],
                made_at=NOW,
            )  # fmt: skip

        forget_orphan_photos(LONG_AGO)

        assert path_of(name)

    def test_many_are_asked_about_an_armful_at_a_time(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("lianxin.site.jobs.ARMFUL", 2)
        names = [self.kept() for _ in range(5)]

        forget_orphan_photos(LONG_AGO)

        assert not set(names) & set(kept_before(LONG_AGO))

    def test_what_is_no_photo_of_ours_is_left_alone(self) -> None:
        other = Path(settings.LIANXIN_DATA) / "files" / "ab" / "cover.jpg"
        other.parent.mkdir(parents=True, exist_ok=True)
        other.write_bytes(b"x")
        os.utime(other, (0, 0))

        forget_orphan_photos(LONG_AGO)

        assert other.name not in kept_before(LONG_AGO)
        assert other.exists()
