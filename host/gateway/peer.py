"""Who a request came from, where a program on this machine plays many: for checks of what depends on the address."""

from dataclasses import replace
from ipaddress import ip_address

from host.http.message import Request


def as_claimed(request: Request) -> Request:
    """`request` from the address that its X-Forwarded-For names, if that is sent once and holds nothing else.

    AWS's gateway never does this: there everybody could say what they liked.
    """
    claims = request.values("x-forwarded-for")
    try:
        return replace(request, peer=str(ip_address(claims[0]))) if len(claims) == 1 else request
    except ValueError:
        return request
