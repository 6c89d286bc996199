"""Good releases, by the version that each function's alias pointed to; going back is moving the aliases."""

import json
from collections.abc import Mapping
from typing import Any

from deployment.aws import parameter_store, stack
from deployment.aws.calls import Aws, Refused
from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import Stage

ALIAS = "live"
KEPT = 5
"""Releases that are remembered; a parameter holds 4 KB."""

_NAME = "releases"
Versions = Mapping[str, str]
"""A version by the function's name."""


def remember(aws: Aws, stage: Stage) -> None:
    """Note the versions that have just shown that they work. Raises Failed."""
    known = _known(aws, stage)
    now = dict(_live(aws, stage))
    if now and (not known or known[-1] != now):
        _write(aws, stage, [*known, now])


def back(console: Console, aws: Aws, stage: Stage) -> None:
    """Move every alias to the last good release before what is live now. Raises Failed."""
    live = _live(aws, stage)
    if not live:
        raise Failed(f"The stack {stage.stack} has no functions: there is nothing to take back.")
    known = _known(aws, stage)
    before = [release for release in known if release != live]
    if live in known:
        before = known[: known.index(live)]
    if not before:
        raise Failed("No earlier release is known that worked: deploy the code that you want to go back to.")
    for function, version in sorted(before[-1].items()):
        if function in live and live[function] != version:
            _move(aws, function, version)
            console.say(f"{function}: version {live[function]} → {version}")
    console.say("The schema stays as it is: releases run on that of the next one. `make deploy` goes forward again.")


def _move(aws: Aws, function: str, version: str) -> None:
    try:
        aws.change(
            "lambda",
            "update_alias",
            {"ResourceNotFoundException"},
            FunctionName=function,
            Name=ALIAS,
            FunctionVersion=version,
        )
    except Refused:
        raise Failed(f"Version {version} of {function} is gone: deploy the code that you want to go back to.") from None


def _live(aws: Aws, stage: Stage) -> dict[str, str]:
    functions = [physical for _, kind, physical in stack.resources(aws, stage.stack) if kind == "AWS::Lambda::Function"]
    return {
        function: str(aws.look("lambda", "get_alias", FunctionName=function, Name=ALIAS)["FunctionVersion"])
        for function in functions
    }


def _known(aws: Aws, stage: Stage) -> list[dict[str, str]]:
    stored = parameter_store.read(aws, stage.parameter(_NAME))
    known: Any = json.loads(stored) if stored else []
    return list(known)


def _write(aws: Aws, stage: Stage, releases: list[dict[str, str]]) -> None:
    kept = releases[-KEPT:]
    while len(text := json.dumps(kept, separators=(",", ":"))) > 4000 and len(kept) > 1:
        kept = kept[1:]
    parameter_store.write(aws, stage.parameter(_NAME), text, kind="String")
