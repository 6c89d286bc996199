"""The catalogue's cases for auth and its authorizer, where we decided otherwise, and where the rest is tried."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parents[2] / "data" / "hostile"


def _cases(area: str) -> dict[str, dict[str, Any]]:
    return {case["id"]: case for case in map(json.loads, (_FOLDER / f"{area}.jsonl").read_text().splitlines())}


ALL = {"auth": _cases("auth"), "authorizer": _cases("authorizer")}

DEVIATIONS: Mapping[str, tuple[dict[str, Any], str]] = {
    "AUT-008": (
        {"status": [200]},
        "Better Auth takes half a character for U+FFFD and hashes it (auth.md section 5); what matters is: no 500",
    ),
    "AUT-010": (
        {"status": [200]},
        "see docs/decisions/accounts/common-passwords.md",
    ),
    "AUT-017": (
        {"status": [413]},
        "a body of auth has 64 KiB at the most: one of 100 kB is refused before anything in it is judged",
    ),
    "AZ-011": (
        {"result": {"isAuthorized": True, "context": {"away": True}}},
        "a mark that opens nothing, then 503 (decisions/accounts/could-not-look.md): an outage is no revoked session",
    ),
}
"""What is expected instead, and why."""

ELSEWHERE: Mapping[str, tuple[str, ...]] = {
    "AUT-080": ("clients/test_better_auth_crypto.py::test_a_hash_of_either_side_is_good_on_the_other",),
    "AUT-081": ("clients/test_better_auth_crypto.py::test_a_cookie_of_either_side_is_good_on_the_other",),
    "AUT-083": ("hostile/auth/test_auth.py::test_no_log_of_all_that_holds_a_secret",),
    "AUT-082": (
        # Not at the start: settings are read at first use. But nothing is answered, and nothing stands in for it.
        "auth/http/test_site.py::test_a_missing_or_short_secret_is_refused_and_nothing_stands_in_for_it",
        "auth/test_authorizer.py::test_a_missing_secret_lets_pass_with_the_mark_and_is_named",
        "template/test_settings.py::test_no_secret_is_in_the_clear",
    ),
    "AZ-013": (
        "template/test_settings.py::test_a_revoked_session_lives_on_for_half_a_minute_at_most",
        "auth/test_revocation.py::test_a_gateway_that_remembers_forgets_in_time",
    ),
    "AZ-014": (
        "template/test_settings.py::test_the_authorizer_sees_the_cookie_each_time_and_answers_in_the_simple_form",
        "dev/gateway/test_authorizer.py::test_who_brings_no_cookie_is_refused_and_nobody_is_asked",
    ),
    "AZ-021": ("auth/http/test_site.py::test_while_a_secret_is_rotated_what_the_one_before_it_signed_is_still_read",),
    "AZ-022": ("template/test_settings.py::test_the_api_is_closed_but_for_auth_readiness_links_and_pages",),
}
"""Lines that are no request to a running function."""


def played(area: str) -> dict[str, dict[str, Any]]:
    """The cases of an area that are played here."""
    return {id_: case for id_, case in ALL[area].items() if id_ not in ELSEWHERE}


def expected(case: Mapping[str, Any]) -> dict[str, Any]:
    """What a case has to come to."""
    return {**case["expect"], **DEVIATIONS.get(case["id"], ({}, ""))[0]}
