"""The WSGI application as `lianxin up` serves it: each server process ends with `up`, even when that is killed."""

from lianxin.site.processes import end_with_parent
from lianxin.site.wsgi import application

__all__ = ["application"]

end_with_parent()
