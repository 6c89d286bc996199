"""The plugin's refusals: a code is its own message in capitals, with few exceptions."""

from auth.http.refusals import Refusal


def _of(status: int, code: str, message: str = "") -> Refusal:
    return Refusal(status, code, message or code.replace("_", " ").capitalize())


NO_SUCH_USER = Refusal(401, None, "User not found")
NOT_AUTHENTICATED = Refusal(401, None, "Not authenticated")
NO_HEADERS = Refusal(400, None, "Missing session headers, or email query parameter.")
EMAIL_IN_QUERY = Refusal(400, None, "User email cannot be passed for client side API calls.")
ID_REQUIRED = Refusal(400, None, "Organization ID is required")
NOT_IN_IT = Refusal(403, None, "You are not a member of this organization")

NO_MORE_ORGANIZATIONS = _of(403, "YOU_HAVE_REACHED_THE_MAXIMUM_NUMBER_OF_ORGANIZATIONS")
EXISTS = _of(400, "ORGANIZATION_ALREADY_EXISTS")
SLUG_TAKEN = _of(400, "ORGANIZATION_SLUG_ALREADY_TAKEN")
NO_ORGANIZATION = _of(400, "ORGANIZATION_NOT_FOUND")
NONE_ACTIVE = _of(400, "NO_ACTIVE_ORGANIZATION")
NO_MEMBER = _of(400, "MEMBER_NOT_FOUND")
NOT_A_MEMBER = _of(400, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
NOT_A_MEMBER_401 = _of(401, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
NOT_A_MEMBER_403 = _of(403, "USER_IS_NOT_A_MEMBER_OF_THE_ORGANIZATION")
NOT_MINE = _of(403, "YOU_ARE_NOT_A_MEMBER_OF_THIS_ORGANIZATION")
MAY_NOT_UPDATE = _of(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_ORGANIZATION")
MAY_NOT_DELETE = _of(403, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_ORGANIZATION")
MAY_NOT_INVITE = _of(403, "YOU_ARE_NOT_ALLOWED_TO_INVITE_USERS_TO_THIS_ORGANIZATION")
MAY_NOT_INVITE_WITH_ROLE = _of(
    403,
    "YOU_ARE_NOT_ALLOWED_TO_INVITE_USER_WITH_THIS_ROLE",
    "You are not allowed to invite a user with this role",
)
NO_ROLE = _of(400, "ROLE_NOT_FOUND")
IS_A_MEMBER = _of(400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
IS_INVITED = _of(400, "USER_IS_ALREADY_INVITED_TO_THIS_ORGANIZATION")
NO_MORE_INVITATIONS = _of(403, "INVITATION_LIMIT_REACHED")
NO_INVITATION = _of(400, "INVITATION_NOT_FOUND")
NO_INVITATION_TO_REJECT = _of(400, "INVITATION_NOT_FOUND", "Invitation not found!")
NOT_THE_RECIPIENT = _of(403, "YOU_ARE_NOT_THE_RECIPIENT_OF_THE_INVITATION")
INVITER_HAS_LEFT = _of(400, "INVITER_IS_NO_LONGER_A_MEMBER_OF_THE_ORGANIZATION")
VERIFY_TO_SEE = _of(
    403,
    "EMAIL_VERIFICATION_REQUIRED_FOR_INVITATION",
    "Email verification required to view or list invitations for the session email",
)
VERIFY_TO_ANSWER = _of(403, "EMAIL_VERIFICATION_REQUIRED_BEFORE_ACCEPTING_OR_REJECTING_INVITATION")
NO_MORE_MEMBERS = _of(403, "ORGANIZATION_MEMBERSHIP_LIMIT_REACHED")
MAY_NOT_CANCEL = _of(403, "YOU_ARE_NOT_ALLOWED_TO_CANCEL_THIS_INVITATION")
MAY_NOT_LIST_INVITATIONS = _of(
    403,
    "YOU_ARE_NOT_ALLOWED_TO_LIST_INVITATIONS",
    "You are not allowed to list invitations for this organization",
)
ONLY_OWNER = _of(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_AS_THE_ONLY_OWNER")
WITHOUT_OWNER = _of(400, "YOU_CANNOT_LEAVE_THE_ORGANIZATION_WITHOUT_AN_OWNER")
OWN_FACTOR_FIRST = _of(
    400,
    "TWO_FACTOR_NOT_ENABLED",
    "Set a second factor up yourself first: without one the team's apps would be closed to you",
)
MAY_NOT_REMOVE = _of(401, "YOU_ARE_NOT_ALLOWED_TO_DELETE_THIS_MEMBER")
MAY_NOT_CHANGE_MEMBER = _of(403, "YOU_ARE_NOT_ALLOWED_TO_UPDATE_THIS_MEMBER")


def unknown_roles(roles: list[str], *, with_code: bool) -> Refusal:
    """Roles that are none; inviting says so without a code."""
    return Refusal(400, "ROLE_NOT_FOUND" if with_code else None, f"ROLE_NOT_FOUND: {', '.join(roles)}")
