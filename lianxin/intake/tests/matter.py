"""A resident's matter that the cast works on: each step by who does it, with the page looked at as the resident sees it."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, replace

from django.test import Client

from lianxin.intake.readers import post_on_pages
from lianxin.intake.tests.filling import Answer, Resident
from lianxin.matters.actions import closing, handling, mending, taking
from lianxin.matters.by import resident as by_resident
from lianxin.matters.models import Matter, Step
from lianxin.matters.receipts import Receipt
from lianxin.people import access
from tests import world as cast
from tests.world import World

DAY = datetime.timedelta(days=1)


@dataclass
class Told:
    """周桂兰's matter: its receipt, the world it lives in, and her browser."""

    world: World
    receipt: Receipt
    resident: Resident
    now: datetime.datetime = cast.NOW

    @property
    def pk(self) -> int:
        """The matter's id."""
        return self.receipt.matter_id

    def page(self) -> Answer:
        """Her page, the code given where it is asked."""
        access.read_as(())
        address = f"/t/{self.receipt.ref}/"
        answer = self.resident.client.get(address)
        if answer.status_code == 302:
            self.resident.ask(self.receipt.ref, self.receipt.code)
            answer = self.resident.client.get(address)
        return answer

    def do(self, verb: str, **given: str) -> Answer:
        """Send one of the forms of her page."""
        access.read_as(())
        return self.resident.client.post(f"/t/{self.receipt.ref}/{verb}/", given)

    def matter(self) -> Matter:
        """The matter as the house sees it."""
        return self.world.matter(self.receipt)

    def send_up(self) -> None:
        """Up to the district."""
        self.world.reader("何敏")
        handling.send_up(self.pk, self.world.by("何敏"), words="社区修不了", now=self.now)
        self.world.reader("吴迪")
        handling.send_up(self.pk, self.world.by("吴迪"), words="要住建局来", now=self.now)

    def assign(self, limit: str = "ordinary", words: str = "") -> None:
        """To 区住建局."""
        self.world.reader("罗芳")
        lead = self.world.units["区住建局"]
        handling.assign(
            self.pk, self.world.by("罗芳"), lead=lead, assists=[], limit=limit, words=words, now=self.now
        )

    def accept(self) -> None:
        """区住建局 takes it on."""
        self.world.reader("郭强")
        handling.accept(self.pk, self.world.by("郭强"), now=self.now)

    def reply(self, words: str = "管子接好，铺了新砖。", outcome: str = "A") -> Step:
        """区住建局 answers the house."""
        self.world.reader("郭强")
        day = None if outcome != "B" else (self.now + 60 * DAY).date()
        return handling.reply(
            self.pk, self.world.by("郭强"), words=words, outcome=outcome, promised_on=day, now=self.now
        )

    def keep(self, words: str = "管子换完了，路面也补平了。") -> Step:
        """区住建局 keeps what it promised."""
        self.world.reader("郭强")
        return handling.keep_promise(self.pk, self.world.by("郭强"), words=words, now=self.now)

    def tell(self, how: str = "phone", *, reached: bool = True) -> None:
        """何敏 tells her."""
        self.world.reader("何敏")
        closing.tell(
            self.pk,
            self.world.by("何敏"),
            voice=self.receipt.voice_id,
            how=how,
            reached=reached,
            now=self.now,
        )

    def close(self) -> None:
        """何敏 closes it."""
        self.world.reader("何敏")
        closing.close(self.pk, self.world.by("何敏"), now=self.now)

    def give_up(self) -> None:
        """何敏 tries on four half-days, reaches nobody, and closes it."""
        for _ in range(4):
            self.tell(reached=False)
            self.now += DAY / 2
        closing.close_unreached(self.pk, self.world.by("何敏"), now=self.now)

    def take_back(self, name: str = "何敏") -> None:
        """Whoever did the last step undoes it."""
        self.world.reader(name)
        mending.take_back(self.pk, self.world.by(name), now=self.now)

    def post(self, step: Step) -> None:
        """The worker hands the pending step over."""
        self.world.house()
        post_on_pages(step, now=self.now)

    def handled(self) -> Told:
        """… until it is in hand."""
        self.send_up()
        self.assign()
        self.accept()
        return self

    def promised(self) -> Told:
        """… until she was told by phone that it will be done within sixty days."""
        self.handled().reply("入冬前换管", outcome="B")
        self.tell()
        return self

    def answered(self) -> Told:
        """… until it is answered and told by phone."""
        self.handled().reply()
        self.tell()
        return self


def told(world: World, *, about: str = "", reach: str = "page", channel: str = "page") -> Told:
    """A matter just registered."""
    said = replace(world.said(about=about), reach=reach, channel=channel)
    receipt = taking.register(said, by_resident(), now=cast.NOW)
    access.read_as(())
    return Told(world, receipt, Resident(Client()))
