"""How long a question takes to become a statement, from the body to SQL: `python -m bench.questions.statements`.

CPU time of this process: to parse the body as JSON alone, to compile the first question of its shape, and from then on,
when the range is another one each time. The questions are those of tests/golden.
"""

import argparse
import gc
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import count
from statistics import median

from tests.golden.statements import SCOPE, Golden, goldens

AIM_MS = 1.0
ROUNDS = 40


def milliseconds(work: Callable[[], object]) -> float:
    """The CPU time of one call."""
    begin = time.thread_time()
    work()
    return (time.thread_time() - begin) * 1000


def bodies(golden: Golden) -> Iterator[str]:
    """The question as it is sent, over another range each time: of the same length, an hour later."""
    for hour in count():
        day, rest = 1 + hour // 24 % 14, hour % 24
        ends = {"from": f"2026-10-{day:02}T{rest:02}:00:00Z", "to": f"2026-10-{day + 14:02}T{rest:02}:00:00Z"}
        yield json.dumps({**golden.asked, **ends})


def measure(golden: Golden) -> tuple[float, float, float]:
    """The medians: to parse the body, to compile it for the first time, and again for another range."""
    sent = bodies(golden)
    again_for(golden, next(sent))
    rounds = [(next(sent), next(sent), next(sent)) for _ in range(ROUNDS)]
    parsing = median(milliseconds(partial(json.loads, body)) for body, _, _ in rounds)
    first = median(milliseconds(partial(first_for, golden, body)) for _, body, _ in rounds)
    again = median(milliseconds(partial(again_for, golden, body)) for _, _, body in rounds)
    return parsing, first, again


def first_for(golden: Golden, body: str) -> object:
    """The statement of a question like which none was asked before."""
    question = golden.report.question.model_validate(json.loads(body))
    return golden.compiled(question)


def again_for(golden: Golden, body: str) -> object:
    """The statement of a question, kept since the last of its shape."""
    return golden.statement.compiled(golden.report.question.model_validate(json.loads(body)), SCOPE)


def main() -> int:
    """Print a line for each question; ends with 1 when the aim is missed."""
    argparse.ArgumentParser(prog="python -m bench.questions.statements", description=__doc__).parse_args()
    gc.freeze()
    costs: list[float] = []
    print(f"{'':42}{'JSON':>9}{'first':>9}{'again':>9}{'again / JSON':>14}")
    for golden in goldens():
        parsing, first, again = measure(golden)
        costs.append(again)
        name = f"{golden.report.name}: {golden.name}"
        print(f"{name:42}{parsing:7.3f}ms{first:7.2f}ms{again:7.3f}ms{again / parsing:13.0f}x", flush=True)
    print(f"\nhalf of the questions become a statement within {median(costs):.2f} ms (aim: {AIM_MS:.0f} ms)")
    return int(median(costs) > AIM_MS)


if __name__ == "__main__":
    sys.exit(main())
