"""Who changes what an account hangs on proves anew who they are: a session alone may be stolen."""

from auth.features import Feature, is_on
from auth.gate import credentials, guards
from auth.http.call import Call
from auth.http.refusals import Refusal, Refused
from auth.session import lifetimes
from auth.session.sessions import Presented


def check(call: Call, presented: Presented, otherwise: Refusal) -> None:
    """By the `password` in the body, or by having signed in just now.

    Raises Refused: what is wrong with the password, or `otherwise`.
    """
    if not is_on(Feature.REAUTHENTICATE):
        return
    if password := call.fields.get("password"):
        credentials.proved(call, presented.user, password)
    elif not guards.is_fresh(call, presented, lifetimes.JUST_SIGNED_IN):
        raise Refused(otherwise)
