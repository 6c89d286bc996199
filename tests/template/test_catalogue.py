"""Every line of the catalogue on deployment (tests/data/hostile/deploy.jsonl) is tried, or it is said why not."""

from collections.abc import Mapping

from tests.catalogue import lines_of, missing

TRIED: Mapping[str, tuple[str, ...]] = {
    "DEP-001": (
        "template/test_permissions.py::test_every_function_has_a_role_of_its_own",
        "template/test_permissions.py::test_nothing_is_allowed_on_everything",
        "template/test_permissions.py::test_no_policy_of_aws_is_attached",
    ),
    "DEP-002": (
        "template/test_settings.py::test_no_secret_is_in_the_clear",
        "template/test_events.py::test_the_local_environment_holds_no_secret",
        "test_waivers.py::test_no_file_holds_a_secret",
    ),
    "DEP-003": (
        "template/test_permissions.py::test_a_function_reads_the_secrets_it_needs_and_no_other",
        "template/test_permissions.py::test_a_function_is_told_of_the_secrets_it_may_read",
    ),
    "DEP-004": ("template/test_settings.py::test_every_function_is_capped_and_all_of_them_fit_the_pooler",),
    "DEP-005": ("template/test_settings.py::test_cors_is_nowhere_in_the_template",),
    "DEP-006": ("template/test_permissions.py::test_ingest_alone_answers_to_anybody",),
    "DEP-007": ("template/test_settings.py::test_open_routes_are_throttled_harder_than_the_rest",),
    "DEP-008": (
        "template/test_settings.py::test_a_function_outlasts_its_database_deadline",
        "template/test_settings.py::test_a_function_ends_before_its_caller_hangs_up",
    ),
    "DEP-009": (
        "template/test_settings.py::test_every_log_is_structured_and_forgotten_in_time",
        "ingest/test_app.py::test_logs_and_metrics_hold_neither_keys_nor_properties",
    ),
    "DEP-010": (
        "template/test_locks.py::test_every_package_is_pinned_and_hashed",
        "template/test_builds.py::test_a_layer_holds_exactly_what_is_locked",
        "template/test_builds.py::test_every_handler_is_importable_from_what_was_built",
    ),
    "DEP-011": ("test_supply.py::test_an_audit_that_could_not_ask_is_no_good_news",),
    "DEP-012": ("test_supply.py::test_the_bill_names_exactly_what_is_shipped",),
    "DEP-013": (
        "spoor/test_roles.py::test_a_role_may_do_to_a_table_what_its_statements_need",
        "spoor/test_roles.py::test_a_login_owns_nothing_makes_nothing_and_is_nobody_else",
        "spoor/test_schema.py::test_the_application_role_neither_changes_events_nor_the_schema",
        "spoor/test_schema.py::test_the_application_role_owns_nothing_and_empties_no_table",
    ),
    "DEP-015": ("faults/test_ledger.py::test_the_server_promises_durability",),
    "DEP-016": (
        "template/test_pooler.py::test_a_pooler_lends_by_the_transaction_and_lets_nobody_wait_past_the_deadline",
        "template/test_pooler.py::test_the_guides_pooler_asks_who_is_there_and_proves_the_server",
        "template/test_pooler.py::test_every_kind_of_function_has_an_entry_of_its_own",
    ),
    "DEP-017": (
        "spoor/postgres/test_tls.py::test_a_server_whose_certificate_nobody_vouches_for_is_away",
        "spoor/postgres/test_tls.py::test_the_guide_asks_for_it",
    ),
    "DEP-019": (
        "template/test_builds.py::test_nothing_of_the_workshop_is_shipped",
        "template/test_builds.py::test_a_zip_holds_its_own_package_and_the_shared_one",
    ),
    "DEP-020": ("test_imports.py::test_what_takes_in_addresses_from_anybody_calls_none",),
    "DEP-021": ("test_waivers.py::test_a_waiver_names_the_rule_and_says_why",),
    "DEP-023": ("template/test_settings.py::test_somebody_hears_when_ingest_fails_slows_or_is_flooded",),
    "DEP-024": (
        "template/test_settings.py::test_the_kill_switch_is_written_down",
        "template/test_settings.py::test_an_ingest_cap_of_zero_stops_ingest_even_where_nothing_is_reserved",
    ),
    "DEP-025": (
        "web/test_app.py::test_every_answer_is_closed_to_what_is_not_ours",
        "web/test_walk.py::test_a_stranger_gets_from_sign_up_to_the_numbers_of_real_trackers",
    ),
    "DEP-026": ("hostile/scene.py::check_answer",),
    "DEP-027": ("query/api/test_any_request.py::test_every_answer_is_a_documented_one",),
}

NOT_TRIED: Mapping[str, str] = {
    "DEP-022": "regexploit is run by hand, and found nothing; patterns are short and inputs to them are bounded",
}

IN_PART: Mapping[str, str] = {
    "DEP-002": "files as they are, and keys that have a shape of their own; the history is not searched",
    "DEP-027": "the seed is the same in every run: a red run that another seed found could not be made green again",
    "DEP-021": "ruff with its security rules is part of `make lint`; bandit and semgrep are not installed",
}


def test_every_line_on_deployment_is_tried_or_it_is_said_why_not() -> None:
    assert lines_of("deploy") == TRIED.keys() | NOT_TRIED.keys()
    assert not TRIED.keys() & NOT_TRIED.keys()
    assert IN_PART.keys() <= TRIED.keys()


def test_what_is_named_exists() -> None:
    assert missing(place for places in TRIED.values() for place in places) == []
