"""The tables of the spine. Every table but `Category`, `Tally`, `TallyTotal` and `Pending` stands under row-level security.

Rows that a step brings about carry that step's number in their matter (`…_no`), so that taking it back finds them.
Nothing here decides: rules are in `moves.py`, `standing.py`, `sights.py` and `clocks.py`, writes in `actions/`.
"""

from __future__ import annotations

import datetime
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from lianxin.kernel.working_time import Length, Pause
from lianxin.matters.labels import FOR_WHOM, OUTCOMES, PARTS, SPEAKER_PARTS
from lianxin.matters.stages import OPEN, STAGES
from lianxin.people.models import Area, Person, Post, Unit
from lianxin.workrooms.models import Workroom


class Category(models.Model):
    """类别, as residents would say it. Edited with since / until, never deleted; a matter keeps the one it had."""

    key = models.SlugField(max_length=40, unique=True)
    label = models.CharField(max_length=40)
    position = models.PositiveSmallIntegerField()
    since = models.DateField()
    until = models.DateField(null=True, blank=True)

    def __str__(self) -> str:
        return self.label


class MatterQuerySet(models.QuerySet["Matter"]):
    """Matters in the words of the house."""

    def open(self) -> MatterQuerySet:
        """Registered … told: somebody still owes something."""
        return self.filter(stage__in=OPEN)

    def due_before(self, moment: datetime.datetime) -> MatterQuerySet:
        """Matters of which a running clock ends before `moment`."""
        return self.filter(look_at__lt=moment)


class Matter(models.Model):
    """事项. `id` is also the number in its reference; `step_no` and `head` are the length and the end of its chain.

    `joined_into` is the matter its voices went to; `void_asked_by` the organiser's post that asked for it to be void.
    """

    ref = models.CharField(max_length=24, unique=True)
    room = models.ForeignKey(Workroom, models.PROTECT, related_name="matters")
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="owned")
    about = models.ForeignKey(Unit, models.PROTECT, null=True, blank=True, related_name="complained_of")
    stage = models.CharField(max_length=12, choices=list(STAGES.items()))
    kind = models.CharField(max_length=12, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True)
    gist = models.CharField(max_length=80)
    place = models.CharField(max_length=200, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, null=True, blank=True)
    urgent = models.BooleanField(default=False)
    joined_into = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="joined_in")
    void_asked_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="+")
    received_at = models.DateTimeField()
    look_at = models.DateTimeField(null=True, blank=True)
    step_no = models.PositiveIntegerField(default=0)
    head = models.BinaryField(default=b"")

    objects = MatterQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["look_at"], name="matter_due", condition=Q(look_at__isnull=False))
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(stage__in=list(STAGES)), name="matter_stage_known"),
            models.CheckConstraint(
                condition=Q(stage="joined", joined_into__isnull=False)
                | ~Q(stage="joined") & Q(joined_into__isnull=True),
                name="matter_joined_into_one",
            ),
        ]

    def __str__(self) -> str:
        return self.ref

    def tally_unit_id(self, office_id: int) -> int:
        """The unit that counts this matter: its room's, or the office where it is about the room or its staff."""
        return self.room.unit_id if self.about_id is None else office_id


class Speaker(models.Model):
    """反映人: name, phone and address sealed under a data key of their own; dropping `data_key` shreds them.

    `matter` is where this person was first heard, `voice` the voice she belongs to, `part` what she is to it: the one who
    spoke, the one it is for, or a child's guardian. A correction is a new row; the old one keeps the step that ended it.
    The blind indexes find a whole phone, a second one typed beside it, or the last four of the first.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="speakers")
    voice = models.ForeignKey("Voice", models.PROTECT, null=True, blank=True, related_name="people")
    part = models.CharField(max_length=10, default="speaker", choices=list(SPEAKER_PARTS.items()))
    ended_no = models.PositiveIntegerField(null=True, blank=True)
    data_key = models.BinaryField(null=True)
    name = models.BinaryField(null=True)
    phone = models.BinaryField(null=True)
    address = models.BinaryField(null=True)
    phone_index = models.BinaryField(null=True)
    also_index = models.BinaryField(null=True)
    tail_index = models.BinaryField(null=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["phone_index"], name="speaker_phone"),
            models.Index(fields=["also_index"], name="speaker_also", condition=Q(also_index__isnull=False)),
            models.Index(fields=["tail_index"], name="speaker_tail"),
            models.Index(fields=["voice"], name="speaker_voice"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(part__in=list(SPEAKER_PARTS)), name="speaker_part_known")
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Voice(models.Model):
    """来件: the words as said, never edited. `matter` is the one on its receipt; `VoiceMatter` says where it belongs now.

    `code` is the tracking code, sealed; `code_alone` a keyed index of it, for the counter. `promised_on` is the day the
    receipt names. `said_at` is when it was said, where somebody recorded that; `received_at` is when it came in here.
    `for_whom` says for whom somebody spoke, `speech` in which dialect or through whom; `folded` words (insults) are kept
    and not shown at once. `in_name_of` is the delegate's post in whose name it was written down.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="first_voices")
    speaker = models.ForeignKey(Speaker, models.PROTECT, null=True, blank=True, related_name="voices")
    words = models.TextField()
    place = models.CharField(max_length=200, blank=True)
    channel = models.CharField(max_length=12)
    room = models.ForeignKey(Workroom, models.PROTECT, related_name="voices")
    heard_by = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="heard")
    share = models.CharField(max_length=12)
    reach = models.CharField(max_length=12)
    consent_version = models.CharField(max_length=20)
    code = models.BinaryField()
    code_alone = models.BinaryField(null=True)
    promised_on = models.DateField()
    said_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    intake_key = models.UUIDField(unique=True)
    source = models.CharField(max_length=80, blank=True)
    source_ref = models.CharField(max_length=80, blank=True)
    for_whom = models.CharField(max_length=12, blank=True)
    speech = models.CharField(max_length=80, blank=True)
    folded = models.BooleanField(default=False)
    in_name_of = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="dictated")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["code_alone"], name="voice_code_alone")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["source", "source_ref"], condition=~Q(source=""), name="voice_source_once"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="voice_has_words"),
            models.CheckConstraint(condition=Q(for_whom__in=["", *FOR_WHOM]), name="voice_for_whom_known"),
            models.CheckConstraint(
                condition=~Q(share="anonymous") | Q(speaker__isnull=True),
                name="voice_anonymous_keeps_no_contact",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class VoiceMatter(models.Model):
    """Which voice belongs to which matter, and how and when it was told of the last answer.

    `origin` is the matter whose reference stands on the receipt, `code_index` a keyed index of that reference and the code:
    both follow the voice when matters are joined. `moved_from` is the link it came by; `ended_no` the step of this matter
    that ended it. `kept_by` is the room's unit that stays this voice's contact.
    """

    voice = models.ForeignKey(Voice, models.PROTECT, related_name="links")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="links")
    origin = models.ForeignKey(Matter, models.PROTECT, related_name="receipts")
    code_index = models.BinaryField()
    kept_by = models.ForeignKey(Unit, models.PROTECT, related_name="kept_voices")
    moved_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="moved_to")
    ended_no = models.PositiveIntegerField(null=True, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    linked_no = models.PositiveIntegerField()
    told_at = models.DateTimeField(null=True, blank=True)
    told_how = models.CharField(max_length=12, blank=True)
    told_no = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["kept_by", "id"],
                name="voice_untold",
                condition=Q(until__isnull=True, told_at__isnull=True),
            )
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["voice", "matter"], condition=Q(until__isnull=True), name="voice_linked_once"
            ),
            models.UniqueConstraint(
                fields=["code_index"], condition=Q(until__isnull=True), name="receipt_once"
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True, told_how="", told_no__isnull=True)
                | Q(told_at__isnull=False, told_no__isnull=False) & ~Q(told_how=""),
                name="voice_told_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.voice_id}→{self.matter_id}"


class Assignment(models.Model):
    """交办: a unit leads or assists. `done_at` is when an assist gave its view; `taken_back` ones never counted."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="assignments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="assignments")
    part = models.CharField(max_length=6, choices=list(PARTS.items()))
    limit = models.CharField(max_length=20, blank=True)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(Post, models.PROTECT, related_name="given")
    given_no = models.PositiveIntegerField()
    ended_no = models.PositiveIntegerField(null=True, blank=True)
    done_no = models.PositiveIntegerField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(part="lead", until__isnull=True), name="one_lead"
            ),
            models.UniqueConstraint(
                fields=["matter", "unit"], condition=Q(until__isnull=True), name="unit_assigned_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.unit_id}:{self.part}"


class ClockQuerySet(models.QuerySet["Clock"]):
    """Clocks by what they do."""

    def running(self) -> ClockQuerySet:
        """Those that no step stopped and none took back."""
        return self.filter(stopped_no=None, taken_back=False)


class Clock(models.Model):
    """时钟: runs from `starts_at` for `amount` × `per`, by a pack and a calendar version, until a step stops it.

    `provisional`: its end reaches a year whose calendar is not published yet; it is recounted when it is. `extensions`: the
    workdays added to it, each time it was extended, which `amount` holds already; `pauses`: from when to when it stood still.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="clocks")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="clocks")
    kind = models.CharField(max_length=12)
    starts_at = models.DateTimeField()
    amount = models.PositiveIntegerField()
    per = models.CharField(max_length=10)
    pack = models.CharField(max_length=40)
    calendar = models.CharField(max_length=40)
    due_at = models.DateTimeField()
    provisional = models.BooleanField(default=False)
    extensions = models.JSONField(default=list, blank=True)
    pauses = models.JSONField(default=list, blank=True)
    started_no = models.PositiveIntegerField()
    stopped_no = models.PositiveIntegerField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)

    objects = ClockQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["kind", "due_at"],
                name="clock_due",
                condition=Q(stopped_no__isnull=True, taken_back=False),
            ),
            models.Index(
                fields=["calendar"],
                name="clock_calendar",
                condition=Q(stopped_no__isnull=True, taken_back=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.kind}"

    @property
    def length(self) -> Length:
        """How long it runs, extensions included."""
        return self.longer(0)

    def longer(self, by: int) -> Length:
        """How long it would run with so many more of its units, or fewer."""
        return Length(self.amount + by, self.per)  # type: ignore[arg-type]

    @property
    def paused(self) -> tuple[Pause, ...]:
        """From when to when it stood still."""
        since_until = (map(datetime.datetime.fromisoformat, pair) for pair in self.pauses)
        return tuple((since, until) for since, until in since_until)


class Reply(models.Model):
    """答复: the unit's answer to the house (or the one given on the spot). Its words are the text of step `no`.

    What tells that a promise was kept is one too, and has no outcome of its own: `outcome` is ''.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="replies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="replies")
    post = models.ForeignKey(Post, models.PROTECT, related_name="replies")
    stood_in = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    no = models.PositiveIntegerField()
    outcome = models.CharField(max_length=1, choices=list(OUTCOMES.items()))
    promised_on = models.DateField(null=True, blank=True)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "no"], name="reply_once"),
            models.CheckConstraint(
                condition=Q(outcome="B", promised_on__isnull=False)
                | ~Q(outcome="B") & Q(promised_on__isnull=True),
                name="reply_promise_has_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.no}"


class Feedback(models.Model):
    """评价: once per voice and telling. `told_no` is the step that told it."""

    link = models.ForeignKey(VoiceMatter, models.PROTECT, related_name="feedback")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="feedback")
    told_no = models.PositiveIntegerField()
    no = models.PositiveIntegerField()
    reached = models.BooleanField()
    solved = models.BooleanField()
    satisfied = models.CharField(max_length=8)
    by = models.CharField(max_length=8)
    taken_back = models.BooleanField(default=False)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["link", "told_no"], condition=Q(taken_back=False), name="rated_once_per_telling"
            )
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.no}"


class Step(models.Model):
    """环节: one change to a matter. Append-only: a trigger and missing rights refuse anything but INSERT.

    `actor` is post, resident or system. `values` holds ids, dates and field names, never words or contact.
    `words_digest` is salted; `digest` is taken over the canonical bytes of this row and `previous`.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="steps")
    no = models.PositiveIntegerField()
    verb = models.CharField(max_length=20)
    actor = models.CharField(max_length=8)
    post = models.ForeignKey(Post, models.PROTECT, null=True, blank=True, related_name="steps")
    assignment = models.ForeignKey(Assignment, models.PROTECT, null=True, blank=True, related_name="steps")
    happened_at = models.DateTimeField()
    written_at = models.DateTimeField()
    from_stage = models.CharField(max_length=12, blank=True)
    to_stage = models.CharField(max_length=12)
    values = models.JSONField(default=dict)
    words_digest = models.BinaryField(null=True)
    previous = models.BinaryField()
    digest = models.BinaryField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["matter"], name="step_supervised", condition=Q(verb="supervise"))
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "no"], name="step_no_once"),
            models.CheckConstraint(
                condition=Q(happened_at__lte=F("written_at")), name="step_not_from_the_future"
            ),
            models.CheckConstraint(
                condition=Q(actor="post", post__isnull=False)
                | Q(actor__in=["resident", "system"], post__isnull=True),
                name="step_has_an_actor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}#{self.no} {self.verb}"


class StepText(models.Model):
    """The words of a step with their salt. `to_resident` marks 给居民看; erasing later drops the row, the chain still verifies."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="text")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="texts")
    words = models.TextField()
    salt = models.BinaryField()
    to_resident = models.BooleanField(default=False)

    def __str__(self) -> str:
        return str(self.step_id)


class Version(models.Model):
    """旧版: what a field of the matter said before step `no` corrected it. Contact has its own old rows in `Speaker`."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="versions")
    no = models.PositiveIntegerField()
    field = models.CharField(max_length=12)
    before = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["matter", "no", "field"], name="version_once")
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.no}:{self.field}"


class Dictation(models.Model):
    """代录: a step that one post wrote in the name of a delegate's post. `objected_no` is the step by which he objected."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="dictation")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="dictations")
    no = models.PositiveIntegerField()
    post = models.ForeignKey(Post, models.PROTECT, related_name="dictations")
    objected_no = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["post", "-id"], name="dictation_post")]

    def __str__(self) -> str:
        return f"{self.matter_id}:{self.no}"


class Attachment(models.Model):
    """A photo that came with a voice or a step. `name` is random and says nothing; the file is outside the database."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="attachments")
    voice = models.ForeignKey(Voice, models.PROTECT, null=True, blank=True, related_name="attachments")
    no = models.PositiveIntegerField()
    name = models.CharField(max_length=80, unique=True)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.name


class Sight(models.Model):
    """知悉范围: a unit may know of a matter. Derived by `sights.py`, written only by the definer function of migration 0002.

    `in_house`: the house of this matter, which sees every contact. `with_contact`: sees the contact of voices that allow it.
    The last columns mirror what lists sort and filter by.
    """

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="sights")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="sights")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    with_contact = models.BooleanField()
    in_house = models.BooleanField()
    look_at = models.DateTimeField(null=True, blank=True)
    received_at = models.DateTimeField()
    stage = models.CharField(max_length=12)
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["unit", "look_at", "matter"],
                name="sight_due",
                condition=Q(until=None, look_at__isnull=False),
            ),
            models.Index(
                fields=["unit", "-received_at", "-matter"], name="sight_newest", condition=Q(until=None)
            ),
        ]
        constraints: ClassVar = [models.UniqueConstraint(fields=["matter", "unit"], name="sight_once")]

    def __str__(self) -> str:
        return f"{self.matter_id}→{self.unit_id}"


class Pending(models.Model):
    """待读: a step that a reader has still to take. The outbox: written with the step, deleted with the reader's effect."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="pending")
    reader = models.CharField(max_length=20)
    not_before = models.DateTimeField()
    tries = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["not_before", "id"], name="pending_due")]
        constraints: ClassVar = [models.UniqueConstraint(fields=["step", "reader"], name="pending_once")]

    def __str__(self) -> str:
        return f"{self.step_id}→{self.reader}"


class Tally(models.Model):
    """A signed count written with its step: how many matters of a unit stand at a stage. Folded later into `TallyTotal`."""

    step = models.ForeignKey(Step, models.CASCADE, related_name="tallies")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    count = models.SmallIntegerField()

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.stage}:{self.count}"


class TallyTotal(models.Model):
    """The folded sum of a unit's tallies at a stage; a board adds what is not yet folded."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    stage = models.CharField(max_length=12)
    count = models.IntegerField(default=0)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["unit", "stage"], name="total_once")]

    def __str__(self) -> str:
        return f"{self.unit_id}:{self.stage}:{self.count}"
