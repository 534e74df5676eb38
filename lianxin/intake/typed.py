"""What a resident has typed so far, as one value that is sealed between two steps of the form. Pure."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Typed:
    """The answers of the form. `about`, `share`, `reach` are '' while not chosen; `asked` once step 2 was answered."""

    words: str
    place: str = ""
    about: str = ""
    share: str = ""
    name: str = ""
    phone: str = ""
    address: str = ""
    reach: str = ""
    asked: bool = False

    @property
    def has_contact(self) -> bool:
        """Whether there is anything by which she can be found."""
        return bool(self.name or self.phone or self.address)

    def text(self) -> str:
        """The value as text, to be sealed."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def mark(self, photos: int) -> str:
        """A short digest of everything she is shown to check, so that nothing else is handed in by that button."""
        return hashlib.sha256(f"{photos} {self.text()}".encode("utf-8", "surrogatepass")).hexdigest()[:32]


def typed_from(text: str) -> Typed:
    """The value back from its text."""
    return Typed(**json.loads(text))
