"""Which addresses the locks count as one."""

import pytest
from django.test import RequestFactory

from lianxin.trust.networks import network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("10.1.2.3", "10.1.2.3"),
        ("2001:db8:0:1:ffff::1", "2001:db8:0:1::"),
        ("2001:db8:0:2::1", "2001:db8:0:2::"),
        ("", "127.0.0.1"),
    ],
)
def test_a_household_is_one_network(address: str, network: str) -> None:
    assert network_of(RequestFactory().get("/", REMOTE_ADDR=address)) == network
