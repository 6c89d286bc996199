"""Answers the questions that come in, a line each, and says what each cost its process.

`bench.questions.before` runs it once with an earlier release and once with this one, so it imports only what both have.
"""

import hashlib
import json
import sys
import time
from datetime import UTC, datetime, timedelta
from importlib import import_module
from importlib.util import find_spec
from uuid import UUID

from pydantic import ValidationError

from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor.errors import SpoorError

_NAMED = {each.name: each for each in REPORTS}

_CONDUCTORS = ("query.conductor", "query.reports.answered")
"""Where `answered` is, and where it was while each report had a statement of its own."""


def main(app_id: str) -> None:
    """Until no more lines come."""
    answered = import_module(next(name for name in _CONDUCTORS if find_spec(name))).answered
    scope = Scope(UUID(app_id), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))
    for line in sys.stdin:
        asked = json.loads(line)
        report = _NAMED.get(asked["report"])
        began = time.process_time()
        try:
            if report is None:
                raise ValueError(f"there is no report {asked['report']}")
            _, answer = answered(report, report.question.model_validate(asked["question"]), scope)
        except (ValueError, ValidationError, SpoorError) as error:
            said: dict[str, str | float] = {"refused": str(error).partition("\n")[0]}
        else:
            cost = (time.process_time() - began) * 1000
            said = {"cost_ms": cost, "answer": hashlib.sha256(repr(answer).encode()).hexdigest()}
        sys.stdout.write(json.dumps(said) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
