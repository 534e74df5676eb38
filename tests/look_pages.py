"""Which pages `make look` takes. One line a page; nothing here drives a browser."""

from dataclasses import dataclass


@dataclass(frozen=True)
class SignIn:
    """Where demo people sign in, and what the two fields are called."""

    path: str = "/in/"
    login: str = "login"
    password: str = "password"  # noqa: S105 - the name of a field


@dataclass(frozen=True)
class LookPage:
    """One page: a short name for its picture, its path, who looks (None: anybody), the status it should have.

    `then` is the text of a link to follow from there, for pages whose address is not known beforehand.
    """

    name: str
    path: str
    login: str | None = None
    status: int = 200
    then: str = ""


SIGN_IN = SignIn()

PAGES: tuple[LookPage, ...] = (
    LookPage("home", "/"),
    LookPage("not-there", "/nowhere/", status=404),
    LookPage("sign-in", "/in/"),
)
