"""What a page may ask of the database: exact numbers a slice keeps in `tests/queries.json`.

Counted are the statements of the view alone: those every staff page costs (transaction, session, person, posts, frame) are
measured on a page that asks for next to nothing and taken off.
"""

import json
from pathlib import Path
from types import ModuleType

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse


def statements(client: Client, address: str) -> int:
    """How many statements a request costs altogether. The page has been asked for before, so nothing is done once only."""
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(
        connection,
    ) as asked:
        client.get(address)
    return len(asked)


def spent(client: Client, address: str) -> int:
    """How many statements the view of a page costs, beyond what a staff page costs anyway."""
    plain = statements(client, reverse("people:password")) - 1  # that view reads one person
    return statements(client, address) - plain


def allowed(tests: ModuleType) -> dict[str, int]:
    """Page → statements, as the slice whose test package is given has written down."""
    folder = Path(str(tests.__file__)).parent
    numbers: dict[str, int] = json.loads((folder / "queries.json").read_text(encoding="utf-8"))
    return numbers
