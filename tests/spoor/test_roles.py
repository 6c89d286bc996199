"""Each kind of function has a role of its own, which may do what its statements need, and nothing else."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from dev import migrate
from dev.database import postgres
from migrations import grants
from tests.people import Direct, happen, sign_up, stored, track

KINDS = ("ingest", "query", "auth", "rollup")
SELECT, INSERT, UPDATE, DELETE = "SELECT", "INSERT", "UPDATE", "DELETE"
ALL = {SELECT, INSERT, UPDATE, DELETE}
READ = {SELECT}

TABLES: dict[str, dict[str, set[str]]] = {
    "public.user": {"auth": ALL},
    "public.session": {"auth": ALL, "rollup": {DELETE}},
    "public.account": {"auth": ALL},
    "public.verification": {"auth": ALL, "rollup": {DELETE}},
    "public.tracked_apps": {"query": ALL},
    "public.events": {"ingest": {INSERT}, "query": READ},
    "public.sessions": {"query": READ, "rollup": ALL},
    "public.funnels": {"query": ALL},
    "spoor.alembic_version": {},
    "spoor.app_settings": {"query": {SELECT, INSERT, UPDATE}},
    "spoor.settings": {"ingest": READ, "query": READ, "rollup": READ},
    "spoor.tracking_plans": {"ingest": READ, "query": ALL},
    "spoor.event_names": {"ingest": {SELECT, INSERT}, "query": READ},
    "spoor.account_profiles": {"ingest": {SELECT, INSERT}, "query": {SELECT, DELETE}},
    "spoor.funnel_windows": {"query": {SELECT, INSERT, UPDATE}},
    "spoor.imported_days": {"ingest": {SELECT, INSERT, UPDATE}, "query": READ},
    "spoor.imports": {"ingest": READ, "query": {SELECT, INSERT, DELETE}},
    "spoor.identities": {"query": READ},
    "spoor.known_ids": {"query": READ},
    "spoor.claims": {"query": READ},
    "spoor.aliases": {"query": READ},
    "spoor.merges": {"query": READ},
    "spoor.visitor_salts": {"ingest": {SELECT, INSERT, DELETE}, "rollup": {DELETE}},
    "spoor.session_reach": {"rollup": ALL},
    "spoor.session_counts": {"rollup": ALL},
    "spoor.session_watermarks": {"rollup": ALL},
    "spoor.rate_limit": {"auth": ALL, "rollup": {DELETE}},
    "spoor.outgoing_mail": {"auth": {INSERT}, "rollup": {SELECT, UPDATE, DELETE}},
    "spoor.api_tokens": {"query": {SELECT, INSERT, DELETE}, "auth": {SELECT, DELETE}, "rollup": {DELETE}},
    "spoor.account_activity": {"query": {SELECT, INSERT}, "auth": {INSERT}, "rollup": {DELETE}},
    "spoor.saved_reports": {"query": ALL},
    "spoor.dashboards": {"query": ALL},
    "spoor.dashboard_reports": {"query": ALL},
    "spoor.dashboard_texts": {"query": ALL},
    "spoor.annotations": {"query": ALL},
    "spoor.shares": {"query": ALL, "rollup": {DELETE}},
    "spoor.shared_answers": {"query": ALL, "rollup": {DELETE}},
    "spoor.cohorts": {"query": ALL},
    "spoor.lake_days": {"query": READ, "rollup": ALL},
    "spoor.lake_marks": {"ingest": {SELECT, INSERT}, "query": {SELECT, INSERT}, "rollup": {SELECT, INSERT, DELETE}},
    "spoor.lake_files": {"rollup": ALL},
    "spoor.jobs": {"query": {SELECT, INSERT}, "rollup": {DELETE}},
    "spoor.lake_home": {"rollup": {SELECT, INSERT, UPDATE}},
    "spoor.lake_visitors": {"query": READ, "rollup": ALL},
    "spoor.lake_names": {"query": READ, "rollup": ALL},
    "spoor.lake_codes": {"rollup": ALL},
    "spoor.lake_held": {"query": READ, "rollup": {SELECT, INSERT, DELETE}},
    "spoor.lake_horizons": {"query": READ, "rollup": ALL},
    "spoor.lake_erasures": {"query": READ, "rollup": {SELECT, DELETE}},
    "spoor.erasures": {"query": READ},
    "spoor.clearings": {"query": {SELECT, INSERT}},
    "spoor.alerts": {"query": ALL},
    "spoor.alert_messages": {"query": {SELECT, INSERT}, "rollup": {DELETE}},
    "spoor.ingest_turns": {"ingest": ALL},
    "spoor.organization": {"auth": ALL},
    "spoor.member": {"auth": ALL},
    "spoor.known_members": {"auth": {SELECT, INSERT}},
    "spoor.invitation": {"auth": ALL, "rollup": {DELETE}},
    "spoor.session_organizations": {"auth": ALL},
    "spoor.two_factor": {"auth": ALL},
    "spoor.passkey": {"auth": ALL},
    "spoor.app_teams": {"query": ALL},
    "spoor.outcomes": {"ingest": {SELECT, INSERT}, "query": READ, "rollup": {DELETE}},
}
"""What each role may do to the whole of a table. Nobody may change or delete an event."""

COLUMNS: dict[tuple[str, str, str], set[str]] = {
    ("public.tracked_apps", "ingest", SELECT): {"id", "api_key"},
    ("public.tracked_apps", "rollup", SELECT): {"id"},
    ("public.tracked_apps", "rollup", UPDATE): {"created_at"},  # what it takes to lock an app's row
    ("public.events", "rollup", SELECT): {"app_id", "anonymous_id", "occurred_at", "id", "name", "properties"},
    ("spoor.lake_files", "query", INSERT): {"path"},
    ("spoor.jobs", "rollup", SELECT): {"asked_at"},
    ("spoor.shares", "rollup", SELECT): {"expires_at"},
    ("spoor.shared_answers", "rollup", SELECT): {"answered_at", "making_until"},
    ("spoor.lake_days", "ingest", SELECT): {"app_id", "day"},
    ("public.session", "rollup", SELECT): {"expires_at"},
    ("public.verification", "rollup", SELECT): {"expires_at"},
    ("spoor.rate_limit", "rollup", SELECT): {"last_request"},
    ("spoor.api_tokens", "rollup", SELECT): {"expires_at"},
    ("spoor.visitor_salts", "rollup", SELECT): {"day"},
    ("spoor.account_activity", "rollup", SELECT): {"at"},
    ("spoor.outgoing_mail", "auth", SELECT): {"id"},
    ("spoor.invitation", "rollup", SELECT): {"expires_at"},
    ("spoor.organization", "query", SELECT): {"id", "name", "second_factor_required"},
    ("spoor.two_factor", "query", SELECT): {"user_id", "verified"},
    ("spoor.member", "query", SELECT): {"organization_id", "user_id", "role"},
    ("spoor.event_names", "ingest", UPDATE): {"last_seen_at"},
    ("spoor.account_profiles", "ingest", UPDATE): {"said"},
    ("spoor.outcomes", "ingest", UPDATE): {"count", "sample"},
    ("spoor.outcomes", "rollup", SELECT): {"hour"},
    ("spoor.clearings", "rollup", SELECT): {"id", "app_id", "asked_at", "ended_at"},
    ("spoor.alerts", "rollup", SELECT): {"muted", "snoozed_until", "next_check_at"},
    ("spoor.alert_messages", "rollup", SELECT): {"state", "next_try_at", "created_at"},
}
"""Where a role may do something to some columns alone."""

FUNCTIONS: dict[str, set[str]] = {
    "identify": {"ingest"},
    "link": {"ingest"},
    "merge": {"query"},
    "take_back_merges": {"query"},
    "take_back_claims": {"query"},
    "visitor_of": {"query"},
    "ids_of": {"query"},
    "count_request": {"auth"},
    "count_for_account": {"auth"},
    "find_session": {"auth"},
    "leave_teams": {"auth"},
    "find_access": {"query"},
    "find_share": {"query"},
    "count_share_password": {"query"},
    "forget_share_password": {"query"},
    "keep_notice": {"query"},
    "erase_visitor": {"query"},
    "outcome_sender": {"ingest"},
    "count_outcome": {"ingest"},
    "count_outcomes": {"ingest"},
    "outcome_sample": {"ingest"},
    "store_event": {"ingest"},
    "store_event_of_user": {"ingest"},
    "store_events": {"ingest"},
    "clear_events": {"rollup"},
    "mail_alert": {"query"},
    "alert_readers": {"query"},
    "claim_alert_message": {"rollup"},
    "end_alert_message": {"rollup"},
    "put_alert_message_back": {"rollup"},
    "has_property": {"query"},
    "mark_days": {"ingest", "query", "rollup"},
    "let_rows_go": {"rollup"},
    "later_said": {"ingest"},
    "note_accounts": {"ingest"},
    "note_names": {"ingest"},
    "names_kept_since": {"query"},
    "forget_names": set(),
}


@pytest.fixture
def look(server: postgres.Server) -> Iterator[psycopg.Connection]:
    """The superuser's connection."""
    with psycopg.connect(server.url, autocommit=True) as connection:
        yield connection


def test_every_table_has_a_row_here(look: psycopg.Connection) -> None:
    found = look.execute(
        "SELECT relnamespace::regnamespace || '.' || relname FROM pg_catalog.pg_class"
        " WHERE relnamespace IN ('public'::regnamespace, 'spoor'::regnamespace) "
        " AND relkind IN ('r', 'v', 'm', 'S', 'p')"
    ).fetchall()
    assert {name for (name,) in found} == set(TABLES)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("table", TABLES)
def test_a_role_may_do_to_a_table_what_its_statements_need(look: psycopg.Connection, table: str, kind: str) -> None:
    schema, name = table.split(".")
    rows = look.execute(
        "SELECT privilege FROM unnest(%s::text[]) AS privilege WHERE has_table_privilege(%s, %s, privilege)",
        [[*ALL, "TRUNCATE", "REFERENCES", "TRIGGER"], f"spoor_{kind}", f'{schema}."{name}"'],
    )
    may = {privilege for (privilege,) in rows.fetchall()}
    assert may == TABLES[table].get(kind, set())


def test_a_role_may_do_to_some_columns_what_its_statements_need(look: psycopg.Connection) -> None:
    rows = look.execute(
        "SELECT relation.relnamespace::regnamespace || '.' || relation.relname, role, privilege, column_.attname"
        " FROM pg_catalog.pg_class AS relation"
        " JOIN pg_catalog.pg_attribute AS column_ ON attrelid = relation.oid AND attnum > 0,"
        " unnest(%s::text[]) AS role, unnest(%s::text[]) AS privilege"
        " WHERE relation.relnamespace IN ('public'::regnamespace, 'spoor'::regnamespace)"
        " AND relation.relkind IN ('r', 'v') AND NOT attisdropped"
        " AND has_column_privilege('spoor_' || role, relation.oid, attnum, privilege)"
        " AND NOT has_table_privilege('spoor_' || role, relation.oid, privilege)",
        [list(KINDS), [SELECT, INSERT, UPDATE, "REFERENCES"]],
    ).fetchall()
    found: dict[tuple[str, str, str], set[str]] = {}
    for table, role, privilege, column in rows:
        found.setdefault((table, role, privilege), set()).add(column)
    assert found == COLUMNS


def test_a_function_is_run_by_those_who_need_it(look: psycopg.Connection) -> None:
    rows = look.execute(
        "SELECT proname, role FROM pg_proc, unnest(%s::text[]) AS role WHERE pronamespace = 'spoor'::regnamespace"
        " AND has_function_privilege('spoor_' || role, pg_proc.oid, 'EXECUTE')",
        [list(KINDS)],
    ).fetchall()
    found: dict[str, set[str]] = {name: set() for name in FUNCTIONS}
    for name, role in rows:
        found.setdefault(name, set()).add(role)
    assert found == FUNCTIONS


@pytest.mark.parametrize("login", [migrate.LOCAL_USER, *migrate.LOCAL_LOGINS.values()])
def test_a_login_owns_nothing_makes_nothing_and_is_nobody_else(look: psycopg.Connection, login: str) -> None:
    kinds = KINDS if login == migrate.LOCAL_USER else tuple(k for k, v in migrate.LOCAL_LOGINS.items() if v == login)
    [row] = look.execute(
        "SELECT rolsuper OR rolcreaterole OR rolcreatedb OR rolbypassrls,"
        " (SELECT count(*) FROM pg_catalog.pg_class WHERE pg_has_role(%(login)s, relowner, 'MEMBER')),"
        " has_schema_privilege(%(login)s, 'public', 'CREATE') OR has_schema_privilege(%(login)s, 'spoor', 'CREATE'),"
        " ARRAY(SELECT kind FROM unnest(%(kinds)s::text[]) AS kind"
        " WHERE pg_has_role(%(login)s, 'spoor_' || kind, 'USAGE') ORDER BY 1)"
        " FROM pg_catalog.pg_roles WHERE rolname = %(login)s",
        {"login": login, "kinds": list(KINDS)},
    ).fetchall()
    assert row == (False, 0, False, sorted(kinds))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE public.events SET name = 'x'",
        "DELETE FROM public.events",
        "TRUNCATE public.events",
        "CREATE TABLE public.mine (id int)",
        "CREATE TABLE spoor.mine (id int)",
        "ALTER TABLE public.events ADD COLUMN mine int",
        "DROP TABLE spoor.identities",
        "UPDATE spoor.alembic_version SET version_num = '0'",
        "SET ROLE postgres",
    ],
)
def test_nobody_changes_what_happened_or_how_it_is_kept(server: postgres.Server, kind: str, statement: str) -> None:
    with (
        psycopg.connect(server.url_of(migrate.LOCAL_LOGINS[kind])) as login,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        login.execute(statement.encode())


@pytest.mark.parametrize("table", ["user", "session", "account", "verification"])
@pytest.mark.parametrize("kind", ["ingest", "query"])
def test_who_signs_in_is_read_by_auth_alone(server: postgres.Server, kind: str, table: str) -> None:
    with (
        psycopg.connect(server.url_of(migrate.LOCAL_LOGINS[kind])) as login,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        login.execute(sql.SQL("SELECT * FROM {}").format(sql.Identifier("public", table)))


def test_query_erases_a_visitor_and_deletes_an_app_though_it_may_delete_no_event(
    database: Direct, server: postgres.Server
) -> None:
    app_id = track(database, sign_up(database, "ann"), "spk_shop")
    happen(database, app_id, [("open", "d1", "2026-11-01"), ("open", "d2", "2026-11-01")])
    with psycopg.connect(server.url_of(migrate.LOCAL_LOGINS["query"]), autocommit=True) as query:
        assert query.execute("SELECT events FROM spoor.erase_visitor(%s, 'd1')", [app_id]).fetchall() == [(1,)]
        assert [row["anonymous_id"] for row in stored(database)] == ["d2"]
        query.execute("DELETE FROM public.tracked_apps WHERE id = %s", [app_id])
    assert stored(database) == []


def test_a_migration_gives_back_all_that_roles_have_of_the_applications_tables() -> None:
    whole: dict[str, dict[str, set[str]]] = {name: {} for name in TABLES if name.startswith("public.")}
    parts: dict[tuple[str, str, str], set[str]] = {}
    for grant in grants.GRANTS:
        kind, table = grant.role.removeprefix("spoor_"), grant.table.replace('"', "")
        for privilege in grant.privileges.split(", "):
            if grant.columns:
                parts[table, kind, privilege] = set(grant.columns.split(", "))
            else:
                whole[table].setdefault(kind, set()).add(privilege)
    assert whole == {name: TABLES[name] for name in whole}
    assert parts == {key: columns for key, columns in COLUMNS.items() if key[0].startswith("public.")}
