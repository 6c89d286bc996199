"""The URL of a database is read in every spelling that people copy it in; what cannot be told is refused unquoted."""

import json
from collections.abc import Mapping
from typing import Any

import psycopg
import pytest
from hypothesis import given
from hypothesis import strategies as st
from psycopg.conninfo import conninfo_to_dict

from dev import migrate
from dev.database import postgres
from spoor.errors import Misconfigured
from spoor.postgres.database_url import UnreadableUrl, read
from spoor.postgres.url_words import FOREIGN

PLAIN = {"user": "u", "password": "p", "host": "h.example", "port": "6543", "dbname": "d"}
URL = "postgresql://u:p@h.example:6543/d"
RDS = {
    "username": "u",
    "password": "p@:/%",
    "engine": "postgres",
    "host": "h.example",
    "port": 5432,
    "dbInstanceIdentifier": "db-1",
}
SECRET = "hunter2secret"


def params(text: str) -> Mapping[str, str]:
    """What libpq is told."""
    return read(text, "DATABASE_URL").params


@pytest.mark.parametrize(
    "text",
    [
        URL,
        f"  {URL}\n",
        f"\ufeff{URL}\r\n",
        f'"{URL}"\n',
        f"'{URL}'",
        f"“{URL}”",
        f"DATABASE_URL={URL}",
        f'export DATABASE_URL="{URL}"',
        f"psql '{URL}'",
        URL.replace("postgresql", "postgres"),
        URL.replace("postgresql", "POSTGRESQL"),
        URL.replace("postgresql", "pgsql"),
        URL.replace("@", "@\n"),
        *(
            URL.replace("://", f"+{driver}://")
            for driver in ("psycopg", "psycopg2", "asyncpg", "pg8000", "psycopg_async")
        ),
        "jdbc:postgresql://h.example:6543/d?user=u&password=p",
        "user=u password=p host=h.example port=6543 dbname=d",
        "user = 'u' password='p'  host=h.example\tport=6543 dbname=d\n",
        json.dumps({"username": "u", "password": "p", "host": "h.example", "port": 6543, "dbname": "d"}),
        json.dumps({"user": "u", "password": "p", "hostname": "h.example", "port": "6543", "database": "d"}, indent=2),
        json.dumps({"DATABASE_URL": URL}),
        json.dumps({"url": f" {URL}\n", "note": "pooled"}),
        json.dumps(URL),
    ],
)
def test_one_database_is_read_from_all_its_spellings(text: str) -> None:
    assert params(text) == PLAIN


def test_a_secret_as_rds_writes_it_is_read() -> None:
    assert params(json.dumps(RDS)) == {
        "user": "u",
        "password": "p@:/%",
        "host": "h.example",
        "port": "5432",
        "dbname": "postgres",
    }


@pytest.mark.parametrize(
    "password",
    [
        "100%",
        "%",
        "a%zz",
        "p@ss",
        "p:ss",
        "p/ss",
        "p#ss",
        "p?ss",
        "@:/#?%",
        "a@b/c?d=e#f:g",
        "@@",
        "p@12/34",
        "ä ß",
        "&=+",
    ],
)
def test_a_password_that_nobody_escaped_is_read_where_it_can_be_told(password: str) -> None:
    assert params(f"postgresql://u:{password}@h.example:6543/d?sslmode=require") == {
        **PLAIN,
        "password": password,
        "sslmode": "require",
    }


def test_what_was_escaped_is_undone_as_libpq_does_it() -> None:
    text = "postgresql://u%40x:p%2F%25%3A@%2Fvar%2Frun:6543/d%20e?application_name=a%26b@c"
    assert params(text) == {key: value for key, value in conninfo_to_dict(text).items() if value is not None}


@given(
    st.fixed_dictionaries(
        {
            key: st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
            for key in ("user", "password", "dbname")
        }
    )
)
def test_whatever_is_escaped_by_the_rules_comes_back(said: dict[str, str]) -> None:
    from urllib.parse import quote

    parts = {key: quote(value, safe="") for key, value in said.items()}
    text = f"postgresql://{parts['user']}:{parts['password']}@h.example/{parts['dbname']}"
    assert params(text) == {**said, "host": "h.example"}


def test_several_hosts_keep_their_ports() -> None:
    assert params("postgresql://u@h1:1,[::1]:2,h3/d") == {
        "user": "u",
        "host": "h1,::1,h3",
        "port": "1,2,",
        "dbname": "d",
    }


def test_words_of_other_programs_are_left_out_and_told() -> None:
    found = read(
        f"{URL}?pgbouncer=true&connection_limit=1&sslmode=require&schema=public&supa=base-pooler.x", "DATABASE_URL"
    )
    assert found.params == {**PLAIN, "sslmode": "require"}
    assert found.left_out == ("pgbouncer", "connection_limit", "schema", "supa")


@pytest.mark.parametrize("word", sorted(FOREIGN))
def test_each_of_them_is_unknown_to_libpq(word: str) -> None:
    with pytest.raises(psycopg.ProgrammingError):
        conninfo_to_dict(f"{URL}?{word}=1")
    assert params(f"{URL}?{word.upper()}=1") == PLAIN
    assert params(f"host=h {word}=1") == {"host": "h"}


@pytest.mark.parametrize(
    ("words", "mode"),
    [
        ("sslmode=no-verify", "require"),
        ("sslmode=Require", "require"),
        ("sslmode=verify_full", "verify-full"),
        ("ssl=true", "require"),
        ("ssl=1", "require"),
        ("ssl=verify-full", "verify-full"),
        ("sslmode=verify-full&ssl=true", "verify-full"),
        ("ssl=true&sslmode=verify-ca", "verify-ca"),
    ],
)
def test_how_far_tls_goes_is_read_in_any_drivers_words_and_never_lowered(words: str, mode: str) -> None:
    assert params(f"{URL}?{words}")["sslmode"] == mode


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n",
        '""',
        SECRET,
        f"mysql://u:{SECRET}@h/d",
        f"https://u:{SECRET}@h/d",
        f"prisma+postgres://u:{SECRET}@h/d",
        "postgresql://",
        f"postgresql://u:{SECRET}",
        f"postgresql://u:{SECRET}@h:port/d",
        f"postgresql://u:{SECRET}@h:99999/d",
        f"postgresql://u:{SECRET}@h:0/d",
        f"postgresql://u:{SECRET}@a b/d",
        f"postgresql://u:{SECRET}@h1:1,h2:2,h3:x/d",
        f"postgresql://u:{SECRET}@h/d?sslmod=verify-full",
        f"postgresql://u:{SECRET}@h/d?sslmode=paranoid",
        f"postgresql://u:x%00{SECRET}@h/d",
        f"postgresql://h/d?user=u&password=a&{SECRET}",
        f"postgresql://u:p@x?{SECRET}=1@ho st/d",
        f"host=h password='{SECRET}",
        f"host=h password=a {SECRET}",
        f"host=h password=a {SECRET}=b",
        f"host=h,i,j port=1,2 password={SECRET}",
        f'{{"username": "u", "password": "{SECRET}"}}',
        f'{{"engine": "mysql", "host": "h", "password": "{SECRET}"}}',
        f'{{"host": "h", "password": "{SECRET}"',
        f"Host=h;Username=u;Password={SECRET}",
    ],
)
def test_what_cannot_be_read_is_misconfigured_by_name_and_quotes_nothing(text: str) -> None:
    with pytest.raises(Misconfigured) as told:
        read(text, "INGEST_URL_OF_MINE")
    assert told.value.message.startswith("INGEST_URL_OF_MINE cannot be read: ")
    assert SECRET not in told.value.message
    assert told.value.__context__ is None or told.value.__suppress_context__


def test_a_slip_in_a_word_is_named_since_it_may_be_one_that_matters() -> None:
    with pytest.raises(UnreadableUrl, match="'sslmod'"):
        read("postgresql://u:p@h/d?sslmod=verify-full", "DATABASE_URL")


@given(st.text() | st.builds("postgresql://{}".format, st.text(st.sampled_from("a1:@/?#&=%,[]. '"))))
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        found = read(text, "DATABASE_URL")
    except UnreadableUrl:
        return
    made: Any = psycopg.conninfo.make_conninfo("", **found.params)
    assert conninfo_to_dict(made) == found.params


def test_no_parameter_is_in_a_repr() -> None:
    assert "p@:/%" not in repr(read(json.dumps(RDS), "DATABASE_URL"))


@pytest.mark.parametrize("spelled", ["{url}\n", '"{url}"', "{plus}?pgbouncer=true&schema=public", "{pairs}"])
def test_migrations_read_it_as_functions_do(server: postgres.Server, spelled: str) -> None:
    url = server.url
    plus = url.replace("postgresql", "postgresql+psycopg")
    pairs = psycopg.conninfo.make_conninfo(url)
    migrate.migrate(spelled.format(url=url, plus=plus, pairs=pairs))


def test_make_migrate_says_what_it_cannot_read_and_quotes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("sys.argv", ["migrate", "--url", f"postgresql://u:{SECRET}@h:port/d"])
        assert migrate.main() == 2
    told = capsys.readouterr().err
    assert told.startswith("DIRECT_DATABASE_URL cannot be read: ")
    assert SECRET not in told
