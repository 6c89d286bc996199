"""POST /two-factor/send-otp and verify-otp: codes by mail, of which none is ever sent. Who reads somebody's mail can
reset their password, so that a mail is no second factor beside it."""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.plugins.two_factor import refusals


def send(_: Call) -> Answer:
    """Refuse, as a server without a sender does."""
    raise Refused(refusals.OTP_NOT_CONFIGURED)


def verify(_: Call) -> Answer:
    """Refuse a code that was never sent."""
    raise Refused(refusals.OTP_HAS_EXPIRED)


ENDPOINTS = (
    Endpoint("POST", "/two-factor/send-otp", send, Body(fields=(), optional=True)),
    Endpoint("POST", "/two-factor/verify-otp", verify, Body(fields=(Field("code"),))),
)
