"""The pages that say no: not there, not allowed, too large, broken, no database.

Owns their sentences. Never shows what went wrong inside: page and line in the log share a random number.
"""

import sys

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from lianxin.kernel.refusals import Refused, Stale
from lianxin.kernel.words import N_
from lianxin.site.frame import bare_frame
from lianxin.site.logs import reference_of
from lianxin.ui.pieces import ErrorPage
from lianxin.ui.render import render

NOT_THERE = ErrorPage(
    N_("没有这一页"),
    (N_("可能是地址写错了，也可能这一页不给外人看。"), N_("请从首页重新进来，或者打电话问。")),
)
NOT_ALLOWED = ErrorPage(N_("这一页您不能看"), (N_("要用别的身份才能看，请先在页面上方换一个身份。"),))
BAD_REQUEST = ErrorPage(N_("没有看懂您交来的内容"), (N_("请回到上一页，再交一次。"),))
NO_SUCH_WAY = ErrorPage(
    N_("这个网址不能直接打开"),
    (N_("它只收页面上按的那个按钮。"), N_("请回到上一页再按，或者从首页进来。")),
)
TOO_LARGE = ErrorPage(
    N_("交来的内容太大"),
    (N_("照片一次最多 6 张，每张不超过 10 MB。"), N_("请少选几张，或者把话写短些，再交一次。")),
)
FORGED = ErrorPage(
    N_("这一页放得太久了"),
    (
        N_("为了安全，这次没有收下。请回到上一页，刷新后再交一次。"),
        N_("如果浏览器禁用了 Cookie，请先打开它。"),
    ),
)
LOCKED_OUT = ErrorPage(
    N_("试的次数太多了"),
    (
        N_("从这里登录这个账号已经错了 5 次，请 30 分钟后再试。"),
        N_("忘了口令，请找组织部门打一张登录条。"),
    ),
)
NO_DATABASE = (N_("现在办不了，请过一会儿再试"), (N_("系统暂时连不上数据库，您刚才填的没有收下。"),))
BROKEN = (N_("这一页出了错"), (N_("不是您的操作有问题，您刚才填的没有收下。"), N_("请过一会儿再试。")))

REFUSED = N_("这一步没有办成")

TOO_LARGE_ERRORS = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: missing and not yours look the same."""
    return _say(request, NOT_THERE, 404)


def refused(request: HttpRequest, refusal: Refused) -> HttpResponse:
    """400 with the sentence of a refusal, 409 where somebody was faster."""
    return _say(request, ErrorPage(REFUSED, (refusal.words,)), 409 if isinstance(refusal, Stale) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:
    """403, where the page is known to be there."""
    return _say(request, NOT_ALLOWED, 403)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where there was too much of it."""
    if isinstance(exception, TOO_LARGE_ERRORS):
        return too_large(request)
    return _say(request, BAD_REQUEST, 400)


def no_such_way(request: HttpRequest, refusal: HttpResponseBase) -> HttpResponse:
    """405: the address is there, but nothing answers it this way; says by which it does."""
    answer = _say(request, NO_SUCH_WAY, 405)
    answer["Allow"] = refusal["Allow"]
    return answer


def unreadable(request: HttpRequest) -> HttpResponse:
    """400 for an address that cannot be read."""
    return _say(request, BAD_REQUEST, 400)


def too_large(request: HttpRequest) -> HttpResponse:
    """413; the connection is closed, since its body stays unread."""
    response = _say(request, TOO_LARGE, 413)
    response["Connection"] = "close"
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a form without its token or from another site."""
    return _say(request, FORGED, 403)


def locked_out(request: HttpRequest, response: object, credentials: object) -> HttpResponse:
    """429 after too many wrong passwords for one account from one network."""
    answer = _say(request, LOCKED_OUT, 429)
    answer["Retry-After"] = str(int(settings.AXES_COOLOFF_TIME.total_seconds()))
    return answer


def broken(request: HttpRequest) -> HttpResponse:
    """500, or 503 where the database did not answer; in both the request's transaction is rolled back."""
    away = isinstance(sys.exception(), OperationalError | InterfaceError)
    title, sentences = NO_DATABASE if away else BROKEN
    answer = _say(request, ErrorPage(title, sentences, ref=reference_of(request)), 503 if away else 500)
    if away:
        answer["Retry-After"] = "30"
    return answer


def _say(request: HttpRequest, page: ErrorPage, status: int) -> HttpResponse:
    """Draw the page, in the frame of this request where it got that far."""
    if not hasattr(request, "frame"):
        request.frame = bare_frame(request)  # type: ignore[attr-defined]
    return render(request, "ui/error.html", page, status=status, private=True)
