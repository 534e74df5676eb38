"""Owns two-dimensional codes, drawn as one SVG path: no style, no script, prints in one colour. It makes
no addresses.
"""

from collections.abc import Callable

import segno
from markupsafe import Markup
from markupsafe import escape as e

from lianxin.kernel.words import N_
from lianxin.ui.elements import Label, said
from lianxin.ui.languages import Say

QUIET = 4  # modules of white around the code, which the standard asks for


def qr(say: Say, text: str, label: Label = "") -> Markup:
    """A code that holds `text` (an address), error correction M or better; `label` is read aloud in its
    place.
    """
    code = segno.make(text, micro=False, error="m")
    rows = [bytes(row) for row in code.matrix]
    path = "".join(_runs(y, row) for y, row in enumerate(rows))
    size = len(rows) + 2 * QUIET
    spoken = said(say, label or N_("二维码：扫一扫查进度"))
    box = Markup(f'viewBox="{e(-QUIET)} {e(-QUIET)} {e(size)} {e(size)}"')
    head = Markup(f'class="qr" role="img" aria-label="{e(spoken)}" shape-rendering="crispEdges"')
    return Markup(f'<svg {e(head)} {e(box)}><path d="{e(path)}"/></svg>')


def _runs(y: int, row: bytes) -> str:
    """The dark modules of one row as path runs, side by side ones joined."""
    runs, start = "", None
    for x, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = x
        elif not dark and start is not None:
            runs += f"M{start} {y}h{x - start}v1h-{x - start}z"
            start = None
    return runs


ALL: tuple[Callable[..., Markup], ...] = (qr,)
