"""The mirror: how long functions, files and templates are, beside the anchors of STYLE §1. Judges nothing."""

import ast
from collections.abc import Iterable
from pathlib import Path
from statistics import median, quantiles

from lianxin.site.environment import CHECKOUT

BARS = {
    "function lines": "≤ 8 / ≤ 22 / 40",
    "file lines": "≤ 70 / ≤ 160 / 400",
    "view lines": "≤ 8 / ≤ 16",
    "template lines": "≤ 30 / 120",
}
ANCHORS = {
    "function lines": "6–9 / 18–49 / 123–492",
    "file lines": "24–43 / 79–161 / 269–1,584",
    "view lines": "6–18 / 16–44",
    "template lines": "13–26 / 117–646",
}


def main() -> None:
    """Print the table and what sticks out."""
    files = product_files()
    functions = [(n, f"{short(p)} {name}") for p in files for name, n in function_lengths(p)]
    views = [
        (n, f"{short(p)} {name}")
        for p in files
        if "views" in {p.stem, p.parent.name}
        for name, n in function_lengths(p)
    ]
    pages = sorted(CHECKOUT.glob("lianxin/*/templates/**/*.html"))
    rows = {
        "function lines": functions,
        "file lines": [(lines(p), short(p)) for p in files],
        "view lines": views,
        "template lines": [(lines(p), short(p)) for p in pages],
    }
    print(f"{'':16}{'n':>5}{'median':>8}{'p90':>6}{'longest':>9}   {'bar':20} anchors")
    for name, measured in rows.items():
        print(row(name, [n for n, _ in measured]))
    for name, measured in rows.items():
        print(
            f"longest {name}: " + ", ".join(f"{what} {n}" for n, what in sorted(measured, reverse=True)[:5])
        )
    print(f"test lines per code line: {test_ratio(files):.1f}   bar 1.2–2.0, anchors 0.6–2.9")


def product_files() -> list[Path]:
    """The product's own Python files: no tests, no migrations."""
    return sorted(
        p
        for p in CHECKOUT.glob("lianxin/**/*.py")
        if not {"tests", "migrations"} & set(p.relative_to(CHECKOUT).parts)
    )


def function_lengths(path: Path) -> list[tuple[str, int]]:
    """Each function of a file and its lines, docstring not counted."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            body = node.body[1:] if ast.get_docstring(node) and len(node.body) > 1 else node.body
            found.append((node.name, (body[-1].end_lineno or 0) - body[0].lineno + 1))
    return found


def row(name: str, numbers: list[int]) -> str:
    """One line of the table."""
    if len(numbers) < 2:
        return f"{name:16}{len(numbers):5}"
    p90 = quantiles(numbers, n=10)[-1]
    return f"{name:16}{len(numbers):5}{median(numbers):8.0f}{p90:6.0f}{max(numbers):9}   {BARS[name]:20} {ANCHORS[name]}"


def lines(path: Path) -> int:
    """How many lines a file has."""
    return path.read_text(encoding="utf-8").count("\n")


def short(path: Path) -> str:
    """A path as seen from the product's folder."""
    return str(path.relative_to(CHECKOUT / "lianxin"))


def test_ratio(files: Iterable[Path]) -> float:
    """Lines of tests for each line of the product."""
    tests = [
        *CHECKOUT.glob("tests/**/*.py"),
        *CHECKOUT.glob("lianxin/*/tests/**/*.py"),
        CHECKOUT / "conftest.py",
    ]
    return sum(map(lines, tests)) / max(1, sum(map(lines, files)))


if __name__ == "__main__":
    main()
