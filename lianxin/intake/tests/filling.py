"""A resident who fills in the form step by step, and what a page holds. Knows the names of fields, no rule."""

from __future__ import annotations

import html as entities
import io
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponseBase
from django.test import Client
from PIL import Image

from tests.world import SUNK_ROAD

Answer = Any  # what Django's test client gives back


def text_of(answer: HttpResponseBase) -> str:
    """The page as written, but for where a long reference may be broken over two lines."""
    return str(getattr(answer, "content", b"").decode()).replace("<wbr>", "")


def held(answer: HttpResponseBase, name: str) -> str:
    """The value of a hidden field."""
    found = re.search(rf'name="{name}" value="([^"]*)"', text_of(answer))
    assert found, f"no hidden {name}"
    return entities.unescape(found[1])


def errors_in(answer: HttpResponseBase) -> list[tuple[str, str]]:
    """(where it leads, sentence) of the error summary."""
    summary = re.search(r'<div class="error-summary".*?</div>', text_of(answer), re.DOTALL)
    return re.findall(r'<a href="#([^"]+)">(.*?)</a>', summary[0]) if summary else []


def photo(colour: str = "red", name: str = "a.jpg") -> SimpleUploadedFile:
    """A small photo."""
    made = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(made, "JPEG")
    return SimpleUploadedFile(name, made.getvalue(), content_type="image/jpeg")


@dataclass
class Resident:
    """Somebody with a browser at the door of a room. `at` is the step she stands at."""

    client: Client
    room: str = "shenxin"
    at: str = ""
    signed: str = ""
    last: Answer = field(default=None)

    @property
    def key(self) -> UUID:
        """The key in the address she stands at."""
        return UUID(self.at.split("/")[4])

    def address(self, step: str) -> str:
        """The address of a step under her key."""
        return f"/r/{self.room}/say/{self.key}/{step}/" if step else f"/r/{self.room}/say/{self.key}/"

    def open(self) -> Answer:
        """Open the form."""
        self.last = self.client.get(f"/r/{self.room}/say/")
        self.signed = held(self.last, "key")
        return self.last

    def say(self, words: str = SUNK_ROAD, **more: Any) -> Answer:
        """Step 1, from the form that is open."""
        return self._post(f"/r/{self.room}/say/", {"key": self.signed, "words": words, **more})

    def you(self, **given: str) -> Answer:
        """Step 2."""
        return self._post(self.address("you"), given)

    def hand_in(self) -> Answer:
        """Step 3: look, and press the button."""
        seen = held(self.client.get(self.address("check")), "seen")
        return self._post(self.address("check"), {"seen": seen})

    def tell(self, words: str = SUNK_ROAD, *, about: str = "", **contact: str) -> Answer:
        """The whole way; answers with the receipt."""
        self.open()
        self.say(words, about=about)
        self.you(**contact)
        self.hand_in()
        return self.client.get(self.at)

    def ask(self, ref: str, code: str, **more: str) -> Answer:
        """Reference and code."""
        return self._post("/t/", {"ref": ref, "code": code, **more})

    def _post(self, address: str, given: dict[str, Any]) -> Answer:
        self.last = self.client.post(address, given)
        self.at = self.last.headers.get("Location", self.at)
        return self.last
