"""From where a try came, as the locks count it: wrong passwords and wrong codes alike. Owns that one rule."""

from ipaddress import ip_address, ip_network

from django.http import HttpRequest


def network_of(request: HttpRequest) -> str:
    """The address for IPv4; for IPv6 its /64, of which one household has as many addresses as it likes."""
    address = ip_address(request.META.get("REMOTE_ADDR") or "127.0.0.1")
    if address.version == 4:
        return str(address)
    return str(ip_network((address, 64), strict=False).network_address)
