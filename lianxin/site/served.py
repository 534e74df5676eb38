"""The WSGI application as `lianxin up` serves it: each server process ends with `up`, and by nothing else.

Ctrl-C reaches every process of the terminal at once. A server process that gets both that and the word of `up`
hangs at its end, so it hears only `up`.
"""

import signal

from lianxin.site.processes import end_with_parent
from lianxin.site.wsgi import application

__all__ = ["application"]

end_with_parent()
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
