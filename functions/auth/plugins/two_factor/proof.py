"""The password of somebody signed in, which every change to a second factor asks for."""

from auth.gate import credentials
from auth.http.call import Call
from auth.http.refusals import INVALID_PASSWORD, NO_CREDENTIAL_ACCOUNT, Refused
from auth.session.sessions import Presented


def check(call: Call, presented: Presented) -> None:
    """Raises Refused; whoever has no password gets the answer of a wrong one."""
    try:
        credentials.proved(call, presented.user, call.fields["password"])
    except Refused as refused:
        raise (Refused(INVALID_PASSWORD) if refused.refusal is NO_CREDENTIAL_ACCOUNT else refused) from refused
