"""Programs that read the lake past Spoor: DuckDB, Sail, Spark. Each is started once."""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

ROOT = Path(__file__).parents[2]
Rows = list[dict[str, Any]]
PYTHON = ROOT / ".readers-venv/bin/python"
SPARK = ROOT / ".spark-venv/bin/python"


class Refused(Exception):
    """The program could not answer."""


class Reader:
    """A program that answers lines of JSON."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def ask(self, first: Sequence[str], queries: Sequence[str], **besides: Any) -> list[Rows]:
        """The rows of each query; `first` is run before them. Raises Refused."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"first": list(first), "queries": list(queries), **besides}) + "\n")
        stdin.flush()
        answer = json.loads(stdout.readline() or '{"error": "it ended"}')
        if "error" in answer:
            raise Refused(answer["error"])
        answers: list[Rows] = answer["answers"]
        return answers


class AtOnce:
    """Runs of Spark that happen here, in what reads, when somebody looks for the second time."""

    def __init__(self, reader: Reader) -> None:
        self._reader, self._looked = reader, False

    def start(self, script: str, argument: str) -> str:
        """The handle says what to run."""
        self._looked = False
        return json.dumps([script, argument])

    def state(self, run: str) -> tuple[str, str]:
        """At first it runs."""
        if not self._looked:
            self._looked = True
            return "RUNNING", ""
        script, argument = json.loads(run)
        program = (
            f"exec(open({urlsplit(script).path!r}).read(), said := {{'__name__': 'job'}})\nsaid['main']({argument!r})"
        )
        try:
            self._reader.ask([], [], read=program, url="", app="")
        except Refused as error:
            return "FAILED", str(error)
        return "SUCCESS", ""


@contextmanager
def reading(script: str, *words: str, folder: Path, ready: bool = False, python: Path = PYTHON) -> Iterator[Reader]:
    """The program, while the block runs."""
    if not python.exists():
        assert not os.environ.get("CI"), f"{python} is missing: `make install` makes it"
        pytest.skip(f"{python} is missing: `make install` makes it")
    with (folder / f"{script}.log").open("w") as log:
        command = [str(python), str(Path(__file__).with_name(script)), *words]
        environment = {**os.environ, "SPARK_LOCAL_IP": "127.0.0.1"}
        piped = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": log}
        with subprocess.Popen(command, text=True, cwd=folder, env=environment, **piped) as process:
            assert process.stdout is not None
            while ready and (line := process.stdout.readline()) != "ready\n":
                assert line, (folder / f"{script}.log").read_text()
            yield Reader(process)
            process.terminate()


def blocks(page: str, language: str) -> Sequence[tuple[str, str]]:
    """The code that a page of docs/ shows, each with the heading above it."""
    found, heading, code = [], "", None
    for line in (ROOT / "docs" / page).read_text(encoding="utf-8").splitlines():
        if code is not None and line == "```":
            found.append((heading, "\n".join(code)))
            code = None
        elif code is not None:
            code.append(line)
        elif line.startswith("#"):
            heading = line.lstrip("# ")
        elif line == f"```{language}":
            code = []
    return found
