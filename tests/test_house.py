"""The rules of the house hold, and each of them is seen to catch what breaks it."""

import ast
import re
import subprocess
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState
from django.utils import translation

from lianxin.matters.moves import MOVES
from lianxin.matters.stages import STAGES
from lianxin.people.models import ROLES
from lianxin.site.database import APPEND_ONLY
from lianxin.site.environment import CHECKOUT
from lianxin.site.frame import NAVIGATION
from tests import house
from tests.house import RULES, File, Rule, inline_in_a_template
from tests.mirror import product_files

# Where each rule is broken: (path, code)
BROKEN: dict[Rule, tuple[tuple[str, str], ...]] = {
    house.clock_read_below_the_edge: (
        ("lianxin/matters/actions/taking.py", "at = timezone.now()"),
        ("lianxin/matters/queries.py", "day = localdate()"),
        ("lianxin/people/models.py", "day = datetime.date.today()"),
        ("lianxin/trust/keys.py", "at = time.time()"),
    ),
    house.import_in_a_function: (("lianxin/a/queries.py", "def f() -> None:\n    import os"),),
    house.signal_receiver: (
        ("lianxin/a/apps.py", "@receiver(post_save)\ndef f() -> None: ..."),
        ("lianxin/a/apps.py", "from django.db.models.signals import post_save"),
    ),
    house.objects_in_a_view: (("lianxin/a/views.py", "found = Matter.objects.get()"),),
    house.nameless_file: (("lianxin/a/utils.py", ""), ("lianxin/a/services.py", "")),
    house.star_import: (("lianxin/a/queries.py", "from os import *"),),
    house.open_keywords_in_an_action: (("lianxin/a/actions.py", "def close(**given: int) -> None: ..."),),
    house.time_by_default: (
        ("lianxin/a/queries.py", "def due(now: datetime | None = None) -> None: ..."),
        ("lianxin/a/queries.py", "def due(*, day=None) -> None: ..."),
    ),
    house.ordering_in_meta: (
        ("lianxin/a/models.py", "class A:\n    class Meta:\n        ordering = ['id']"),
    ),
    house.logic_in_a_model: (
        ("lianxin/a/models.py", "class A:\n    def save(self) -> None: ..."),
        ("lianxin/a/models.py", "class B(models.Manager): ..."),
    ),
    house.field_validator: (("lianxin/a/models.py", "x = CharField(validators=[a])"),),
    house.front_of_another_slice: (("lianxin/matters/views.py", "from lianxin.people.forms import A"),),
    house.forbidden_noun: (("lianxin/a/models.py", "class Event: ..."),),
    house.open_end: (
        ("lianxin/a/queries.py", "def f(a): ..."),
        ("lianxin/a/queries.py", "def f(a: int): ..."),
    ),
}
ALLOWED: dict[Rule, tuple[tuple[str, str], ...]] = {
    house.clock_read_below_the_edge: (
        ("lianxin/matters/views.py", "at = timezone.now()"),
        ("lianxin/site/commands/up.py", "at = timezone.now()"),
        ("lianxin/site/worker.py", "at = timezone.now()"),
        ("lianxin/matters/queries.py", "day = localdate(now)"),
    ),
    house.time_by_default: (
        ("lianxin/a/queries.py", "def due(now: datetime, title: str | None = None) -> None: ..."),
    ),
    house.objects_in_a_view: (("lianxin/a/queries.py", "found = Matter.objects.get()"),),
}
# What no committed file may hold: a machine's path, a registry's host.
LEAK = re.compile(
    r"(?<![\w.:/-])/(?:root|work|home/\w+|Users/\w+)/|pypi\.org|pythonhosted|npmjs\.org|deb\.debian\.org",
    re.I,
)
LEAK_ALLOWED = {"tests/test_house.py"}
TEXTS = {
    ".py",
    ".html",
    ".css",
    ".js",
    ".md",
    ".toml",
    ".txt",
    ".in",
    ".sh",
    ".po",
    ".json",
    ".svg",
    ".cfg",
    "",
}


@cache
def product() -> tuple[File, ...]:
    """Every Python file of the product, read once."""
    return tuple(
        File(str(path.relative_to(CHECKOUT)), ast.parse(path.read_text(encoding="utf-8")))
        for path in product_files()
    )


def committed() -> list[Path]:
    """Every text file that is committed or about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard"],
        cwd=CHECKOUT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    paths = (CHECKOUT / line for line in listed.stdout.splitlines())
    return [path for path in paths if path.suffix in TEXTS and path.is_file()]


class TestRules:
    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
    def test_the_product_keeps_it(self, rule: Rule) -> None:
        broken = [f"{file.path}:{line} {what}" for file in product() for line, what in rule(file)]

        assert not broken, f"{rule.__doc__}\n" + "\n".join(broken)

    @pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
    def test_it_catches_what_breaks_it(self, rule: Rule) -> None:
        for path, code in BROKEN[rule]:
            assert list(rule(File(path, ast.parse(code)))), code

    @pytest.mark.parametrize("rule", ALLOWED, ids=lambda rule: rule.__name__)
    def test_it_leaves_alone_what_is_allowed(self, rule: Rule) -> None:
        for path, code in ALLOWED[rule]:
            assert not list(rule(File(path, ast.parse(code)))), code


class TestTemplates:
    def test_no_inline_style_script_or_handler(self) -> None:
        pages = [*CHECKOUT.glob("lianxin/*/templates/**/*.html")]
        found = {
            str(p.relative_to(CHECKOUT)): inline_in_a_template(p.read_text(encoding="utf-8")) for p in pages
        }

        assert pages
        assert not {path: what for path, what in found.items() if what}

    @pytest.mark.parametrize(
        "text",
        ['<p style="x">', "<p onclick='x'>", "<style>", "<script>x</script>", '<a href="javascript:x">'],
    )
    def test_each_kind_of_inline_is_caught(self, text: str) -> None:
        assert inline_in_a_template(text)

    def test_a_script_of_its_own_file_is_no_inline_script(self) -> None:
        assert not inline_in_a_template('<script src="/static/a.js" defer></script><p class="styled">')

    def test_no_template_asks_a_table(self) -> None:
        for page in CHECKOUT.glob("lianxin/*/templates/**/*.html"):
            assert "objects." not in page.read_text(encoding="utf-8"), page


class TestFiles:
    def test_no_requirements_file_names_an_address(self) -> None:
        files = [*(CHECKOUT / "requirements").glob("*.*")]

        assert len(files) >= 4
        assert not [path.name for path in files if "://" in path.read_text(encoding="utf-8")]

    def test_no_file_names_a_machine_path_or_a_registry(self) -> None:
        found = [
            f"{path.relative_to(CHECKOUT)}: {match.group()}"
            for path in committed()
            if str(path.relative_to(CHECKOUT)) not in LEAK_ALLOWED
            for match in LEAK.finditer(path.read_text(encoding="utf-8"))
        ]

        assert not found, found

    @pytest.mark.parametrize(
        "text", ["cd /root/x", "'/work/main/a'", "https://pypi.org/simple", "/home/me/x"]
    )
    def test_each_kind_of_leak_is_caught(self, text: str) -> None:
        assert LEAK.search(text)

    def test_nothing_is_left_open_in_code(self) -> None:
        marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
        code = [path for path in committed() if path.suffix in {".py", ".html", ".css", ".js", ".sh"}]

        assert not [str(path) for path in code if marks.search(path.read_text(encoding="utf-8"))]

    def test_every_link_in_the_documents_leads_somewhere(self) -> None:
        missing = [
            f"{page.relative_to(CHECKOUT)}: {target}"
            for page in committed() if page.suffix == ".md"
            for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", page.read_text(encoding="utf-8"))
            if "://" not in target and not target.startswith("mailto:") and not (page.parent / target).exists()
        ]  # fmt: skip

        assert not missing, missing

    def test_every_decision_is_listed(self) -> None:
        folder = CHECKOUT / "docs" / "decisions"
        listed = (folder / "README.md").read_text(encoding="utf-8")

        assert not [path.name for path in folder.glob("[0-9]*.md") if path.name not in listed]


class TestMigrations:
    def test_none_is_missing(self) -> None:
        translation.deactivate_all()  # verbose names are compared in the language they are written in
        loader = MigrationLoader(None)
        detector = MigrationAutodetector(
            loader.project_state(),
            ProjectState.from_apps(apps),
            NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
        )

        assert not detector.changes(graph=loader.graph)

    def test_each_is_named_by_hand_and_imports_no_slice(self) -> None:
        for path in CHECKOUT.glob("lianxin/*/migrations/0*.py"):
            assert "auto" not in path.stem, path
            imports = re.findall(r"^(?:from|import) (lianxin\.\S+)", path.read_text(encoding="utf-8"), re.M)
            assert not [name for name in imports if ".migrations" not in name], path

    def test_every_append_only_table_exists(self) -> None:
        tables = {model._meta.db_table for model in apps.get_models()}

        assert set(APPEND_ONLY) <= tables


@pytest.fixture(scope="module")
def glossary() -> str:
    """docs/glossary.md, which fixes the pairs of Chinese and code."""
    return (CHECKOUT / "docs" / "glossary.md").read_text(encoding="utf-8")


class TestGlossary:
    def test_it_has_every_table(self, glossary: str) -> None:
        ours = [m.__name__ for m in apps.get_models() if m.__module__.startswith("lianxin.")]

        assert not [name for name in ours if f"`{name}`" not in glossary]

    def test_it_has_every_verb_and_stage_and_role(self, glossary: str) -> None:
        assert not [name for name in (*MOVES, *STAGES, *ROLES) if f"`{name}`" not in glossary]

    def test_it_has_every_place_of_the_navigation(self, glossary: str) -> None:
        assert not [place.label for place in NAVIGATION if place.label not in glossary]


class TestSettings:
    def test_every_setting_is_explained(self) -> None:
        code = (CHECKOUT / "lianxin/site/environment.py").read_text(encoding="utf-8")
        told = "".join(
            p.read_text(encoding="utf-8") for p in [CHECKOUT / "README.md", *CHECKOUT.glob("docs/*.md")]
        )

        assert not [
            name for name in set(re.findall(r"LIANXIN_[A-Z_]+|DATABASE_URL", code)) if name not in told
        ]

    def test_the_suite_speaks_as_the_runtime_role(self) -> None:
        assert settings.DATABASES["default"]["USER"] == settings.DATABASES["aside"]["USER"] != ""
        assert settings.DATABASES["default"]["USER"] != settings.DATABASES["owner"]["USER"]
