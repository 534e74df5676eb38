"""Who reads the pending steps: the names that the moves table uses, and the function of each slice.

Owns the list alone. A name of `matters.moves` without a function here fails a test.
"""

from collections.abc import Mapping

from lianxin.boards.readers import fold
from lianxin.intake.readers import page
from lianxin.notices.readers import news
from lianxin.site.worker import Reader

READERS: Mapping[str, Reader] = {"fold": fold, "news": news, "page": page}
