"""A stack that was asked to takes a request's word for where it comes from; no other does."""

import pytest

from dev.up import TEMPLATE, Wishes
from host.gateway.peer import as_claimed
from host.http.message import Request
from tests.dev.client import Client
from tests.dev.conftest import BUNDLE, NewStack


@pytest.mark.parametrize(
    ("claims", "peer"),
    [
        (["192.0.2.7"], "192.0.2.7"),
        (["2001:db8::7"], "2001:db8::7"),
        ([], "127.0.0.1"),
        (["192.0.2.7, 192.0.2.8"], "127.0.0.1"),
        (["192.0.2.7", "192.0.2.8"], "127.0.0.1"),
        (["192.0.2.7:80"], "127.0.0.1"),
        (["nobody"], "127.0.0.1"),
        ([""], "127.0.0.1"),
    ],
)
def test_one_address_is_taken_and_nothing_else(claims: list[str], peer: str) -> None:
    request = Request("GET", "/", "HTTP/1.1", [("x-forwarded-for", claim) for claim in claims])
    assert as_claimed(request).peer == peer


@pytest.mark.parametrize("trusting", [True, False])
def test_a_function_hears_of_it_as_of_any_source_address(new_stack: NewStack, trusting: bool) -> None:
    stack, _ = new_stack(BUNDLE / "template.yaml", trusting=trusting)
    event = Client(stack.port).get("/echo", x_forwarded_for="192.0.2.7").json
    assert event["requestContext"]["http"]["sourceIp"] == ("192.0.2.7" if trusting else "127.0.0.1")


def test_it_has_to_be_asked_for_by_name() -> None:
    assert Wishes.of({}, TEMPLATE).trusting is False
    assert Wishes.of({"SPOOR_TRUST_FORWARDED_FOR": "true"}, TEMPLATE).trusting is True
    with pytest.raises(ValueError, match="SPOOR_TRUST_FORWARDED_FOR"):
        Wishes.of({"SPOOR_TRUST_FORWARDED_FOR": "yes"}, TEMPLATE)
