"""The commands of the guide against poison, and for a tenant that grows too large, do what it says."""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from deployment import visit
from dev import clearing
from tests.people import Direct, happen, sign_up, stored, track
from tests.stack import Stack

ROOT = Path(__file__).parents[2]
GUIDE = (ROOT / "docs/operations.md").read_text()
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
NAME = "owner-of-poison"


@dataclass(frozen=True)
class Owner:
    """Somebody with two apps in the local stack, and a token that may erase."""

    database: Direct
    old: str
    new: str
    token: str


@pytest.fixture
def owner(stack: Stack) -> Iterator[Owner]:
    with psycopg.connect(stack.database, autocommit=True, row_factory=dict_row) as database:
        sign_up(database, NAME)
        [row] = database.execute(
            "INSERT INTO spoor.api_tokens (user_id, name, scopes, expires_at)"
            " VALUES (%s, 'clear', '{manage}', now() + interval '1 hour') RETURNING id",
            [NAME],
        ).fetchall()
        secret = (stack.data / "api-token-secrets").read_text().strip()
        token = visit._token(row["id"], datetime.now(UTC), secret)
        yield Owner(database, track(database, NAME, "spk_old"), track(database, NAME, "spk_new"), token)
        database.execute('DELETE FROM public."user" WHERE id = %s', [NAME])


def blocks(heading: str) -> list[str]:
    """The shell commands of one section of the guide."""
    section = GUIDE[GUIDE.index(f"\n## {heading}\n") + 4 :]
    section = section[: section.index("\n## ")]
    found = re.findall(r"```sh\n(.*?)```", section, re.DOTALL)
    return [re.sub(r"^ {3}", "", each, flags=re.MULTILINE) for each in found]


def run(command: str, folder: Path, **variables: str) -> None:
    """Run a command of the guide."""
    given = {**os.environ, **variables}
    done = subprocess.run(["bash", "-euc", command], cwd=folder, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ERROR" not in done.stderr, done.stderr


def test_poison_is_counted_cleared_and_done_at_once_by_the_guides_commands(
    owner: Owner, stack: Stack, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    happen(owner.database, owner.old, [("junk", "x", NOON, {"$lib": "evil"}), ("junk", "y", NOON), ("open", "z", NOON)])
    asked = [owner.old, "--from", "2026-11-20T10:00:00Z", "--to", "2026-11-20T13:30:00Z", "--name", "junk"]
    shown, at_once = blocks("Poison")
    assert all(word in shown for word in ("make clear", "SPOOR_URL", "SPOOR_TOKEN", "--from", "--to", "--name"))
    monkeypatch.setenv("SPOOR_URL", stack.url)
    monkeypatch.setenv("SPOOR_TOKEN", owner.token)
    assert clearing.main([*asked, "--property", "$lib", "--value", "evil", "--dry-run"]) == 0
    assert json.loads(capsys.readouterr().out)["events"] == 1
    assert clearing.main(asked) == 0
    run(at_once, tmp_path, DIRECT_DATABASE_URL=stack.database)
    assert [event["name"] for event in stored(owner.database, owner.old)] == ["open"]
    monkeypatch.setattr(clearing, "_PAUSE_S", 0.01)
    assert clearing.main([*asked[:-1], "nothing", "--dry-run", "--wait"]) == 0
    monkeypatch.setenv("SPOOR_TOKEN", "wrong")
    assert clearing.main(asked) == 1
    monkeypatch.setenv("SPOOR_TOKEN", "")
    assert clearing.main(asked) == 1


def test_a_tenant_that_grows_too_large_moves_with_its_key_and_its_events(
    owner: Owner, stack: Stack, tmp_path: Path
) -> None:
    told = {"a": "tab\tline\nback\\slash", "ü": [1, None]}
    happen(owner.database, owner.old, [("open", "x", NOON, told), ("open", None, NOON + timedelta(seconds=1))])
    keys, copy = blocks("A stack of its own for a large tenant")
    names = {"OLD_DATABASE_URL": stack.database, "NEW_DATABASE_URL": stack.database}
    names |= {"OLD_APP": owner.old, "NEW_APP": owner.new}
    owner.database.execute("UPDATE public.tracked_apps SET api_key = 'spk_freed' WHERE id = %s", [owner.old])
    run(keys, tmp_path, **names, KEY="spk_old")
    before = stored(owner.database, owner.old)
    # Two databases hold the same ids; here there is one, so the old ones go as soon as they are read.
    reading, writing = copy.split('psql -q "$NEW_DATABASE_URL"')
    run(reading, tmp_path, **names)
    owner.database.execute("DELETE FROM public.events WHERE app_id = %s", [owner.old])
    for _ in range(2):
        run(f'psql -q "$NEW_DATABASE_URL"{writing}', tmp_path, **names)
    moved = stored(owner.database, owner.new)
    assert [{**event, "app_id": None} for event in moved] == [{**event, "app_id": None} for event in before]
    [key] = owner.database.execute("SELECT api_key FROM public.tracked_apps WHERE id = %s", [owner.new]).fetchall()
    assert key == {"api_key": "spk_old"}


def test_the_logins_that_are_made_by_hand_are_members_of_their_roles(database: Direct) -> None:
    made = re.findall(r"```sql\n(CREATE ROLE .*?)```", GUIDE, re.DOTALL)
    assert len(made) == 2
    for each in made:
        statements = re.sub(r"(?<=ROLE )\w+(?= (LOGIN|SET))", r"by_hand_\g<0>", each)  # others may be there
        with database.transaction(force_rollback=True):
            database.execute(statements.encode())
            for login, role in re.findall(r"CREATE ROLE (\w+) .* IN ROLE (\w+);", statements):
                [row] = database.execute("SELECT pg_has_role(%s, %s, 'member') AS may", [login, role]).fetchall()
                assert row["may"]


def test_the_readmes_curl_is_answered_with_the_receipt_that_it_says(owner: Owner, stack: Stack, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text()
    [command] = re.findall(r"```sh\n(curl .*?)```", readme, re.DOTALL)
    told = f"{command.strip().replace('http://127.0.0.1:3001', stack.ingest).replace('spk_…', 'spk_old')} -sS -o "
    run(f"{told} one.json; {told} two.json", tmp_path)
    assert json.loads((tmp_path / "one.json").read_text()) == {"accepted": 1, "duplicates": 0, "rejected": []}
    assert json.loads((tmp_path / "two.json").read_text())["duplicates"] == 1
