"""The functions of the release before run on the schema of this one, and the other way round: while traffic moves both
are called, and going back takes no migration back."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from dev import migrate
from dev.database.postgres import Server

ROOT = Path(__file__).parents[2]
OLDEST = "4250f1991bd8d2a998e23e5061af2cd55103322e"
"""The schema as it was before teams, clearings and the lake's catalogue."""

FIRST = "9dceff235f6c77fb6e7a76ba0389e24f701957ea"
"""What counts as the release before as long as no tag is there."""

SMOKE = Path(__file__).with_name("smoke.py")
Made = Callable[[str], Path]


def git(*words: str) -> str:
    done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, (
        f"git {' '.join(words)}: {done.stderr} (a clone without history? git fetch --unshallow)"
    )
    return done.stdout.strip()


def _later(commit: str) -> list[str]:
    """Folders that not every release has."""
    return [name for name in ("host",) if name in git("ls-tree", "--name-only", commit).splitlines()]


def before() -> str:
    """The newest tag of a version that is not what is checked out, else the first commit that counts."""
    tags = [
        tag for tag in git("tag", "--list", "v*", "--sort=-version:refname", "--merged", "HEAD").splitlines() if tag
    ]
    here = git("rev-parse", "HEAD")
    return next((tag for tag in tags if git("rev-list", "-n1", tag) != here), FIRST)


@pytest.fixture(scope="session")
def release(tmp_path_factory: pytest.TempPathFactory) -> Made:
    """Puts a release's code into a folder."""

    def made(commit: str) -> Path:
        folder = tmp_path_factory.mktemp("release")
        archive = folder / "code.tar"
        git("archive", "--output", str(archive), commit, "functions", "layers", "migrations", "dev", *_later(commit))
        subprocess.run(["tar", "-xf", str(archive), "-C", str(folder)], check=True)
        return folder

    return made


@pytest.fixture
def empty_url(server: Server) -> Iterator[str]:
    """A database without a schema; gives its direct URL."""
    name = f"upgrade_{os.getpid()}"
    with psycopg.connect(server.url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield _in(server.url, name)
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def _in(url: str, database: str) -> str:
    head, _, query = url.partition("?")
    return head.rpartition("/")[0] + f"/{database}" + (f"?{query}" if query else "")


def run(code: Path, *command: str, **variables: str) -> None:
    """Run something with a release's own packages."""
    path = [code / "functions", code / "layers/common", code, ROOT]
    given = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        "BETTER_AUTH_SECRET": "s" * 40,
        "API_TOKEN_SECRETS": "t" * 40,
        "SPOOR_BASE_URL": "http://127.0.0.1:3000",
        "AUTH_RATE_LIMIT": "false",
        "INGEST_URL": "http://127.0.0.1:3001",
        **variables,
    }
    done = subprocess.run([sys.executable, *command], cwd=code, env=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]


def login(server: Server, url: str) -> str:
    return _in(server.url_of(migrate.LOCAL_USER), url.partition("?")[0].rpartition("/")[2])


@pytest.mark.parametrize("commit", [OLDEST, None], ids=["the oldest that counts", "the release before"])
def test_functions_of_a_release_before_run_on_this_schema(
    server: Server, empty_url: str, release: Made, commit: str | None
) -> None:
    migrate.migrate(empty_url)
    run(release(commit or before()), str(SMOKE), DATABASE_URL=login(server, empty_url))


def test_these_functions_run_on_the_schema_of_the_release_before(server: Server, empty_url: str, release: Made) -> None:
    run(release(before()), "-m", "dev.migrate", "--url", empty_url)
    run(ROOT, str(SMOKE), DATABASE_URL=login(server, empty_url))
