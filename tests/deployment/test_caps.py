"""Caps fit into what an account may run."""

from typing import Any

import pytest

from deployment.caps import BESIDE, MUST_STAY_FREE, Caps, choose, reserved
from host.template import cloudformation
from tests.template.reading import ROOT, of_type


def test_a_new_account_is_not_capped() -> None:
    assert choose(10) is None


def test_an_ordinary_account_has_the_templates_own_caps() -> None:
    assert choose(1000) == Caps()


@pytest.mark.parametrize("free", [125, 140, 160, 183, 186, 187])
def test_what_is_chosen_leaves_what_aws_wants_free(free: int) -> None:
    caps = choose(free)
    assert caps is not None
    assert caps.needed + MUST_STAY_FREE <= free


def test_a_second_deployment_counts_what_the_first_has_reserved() -> None:
    assert choose(1000 - Caps().needed, Caps().needed) == Caps()
    assert choose(200 - Caps().needed, reserved(Caps().parameters)) == Caps()


def test_a_stack_that_reserves_nothing_counts_nothing() -> None:
    assert reserved({"ReserveConcurrency": "false", "IngestConcurrency": "20"}) == 0


def test_what_is_counted_is_what_the_template_reserves() -> None:
    template: dict[str, Any] = cloudformation.load((ROOT / "template.yaml").read_text())
    resolve = cloudformation.Resolver(template).resolve
    functions = of_type(template["Resources"], "AWS::Serverless::Function").values()
    wanted = sum(resolve(it["Properties"]["ReservedConcurrentExecutions"]) for it in functions)
    assert Caps().needed - BESIDE < wanted <= Caps().needed
