"""Short tags and intrinsic functions."""

from typing import Any

import pytest

from host.template.cloudformation import UNKNOWN, Resolver, load

TEMPLATE = load(
    """
Parameters:
  Name: {Type: String, Default: spoor}
  Count: {Type: Number, Default: 0}
  Arn: {Type: String}
Conditions:
  Named: !Not [!Equals [!Ref Name, ""]]
  Zero: !Equals [!Ref Count, "0"]
  Unclear: !Equals [!Select [2, !Split [":", !Ref Arn]], ssm]
  Both: !And [!Condition Named, !Condition Zero]
  Either: !Or [!Condition Unclear, !Condition Zero]
  Neither: !And [!Condition Unclear, !Not [!Condition Zero]]
  Maybe: !Or [!Condition Unclear, !Not [!Condition Zero]]
"""
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("!Ref Name", "spoor"),
        ("Ref: Count", 0),
        ("!Ref Arn", UNKNOWN),
        ("!Ref AWS::Region", "us-east-1"),
        ("!GetAtt Thing.Arn", UNKNOWN),
        ("!Sub '${Name}-${Count}'", "spoor-0"),
        ("!Sub '${!Literal} ${Name}'", "${Literal} spoor"),
        ("!Sub ['${Own} ${Name}', {Own: !Ref Count}]", "0 spoor"),
        ("!Sub '${Thing.Arn}'", UNKNOWN),
        ("!Join ['-', [a, !Ref Name]]", "a-spoor"),
        ("!Join ['-', [a, !Ref Arn]]", UNKNOWN),
        ("!Select [1, !Split ['o', !Ref Name]]", ""),
        ("!Select [7, [a]]", UNKNOWN),
        ("!If [Both, yes-it-is, no-it-is-not]", "yes-it-is"),
        ("!If [Either, yes-it-is, no-it-is-not]", "yes-it-is"),
        ("!If [Neither, yes-it-is, no-it-is-not]", "no-it-is-not"),
        ("!If [Maybe, yes-it-is, no-it-is-not]", UNKNOWN),
        ("!ImportValue elsewhere", UNKNOWN),
        ("{a: !If [Named, !Ref AWS::NoValue, x], b: 1}", {"b": 1}),
        ("[1, !Ref AWS::NoValue, {Fn::If: [Zero, 2, 3]}]", [1, 2]),
        ("!Ref AWS::NoValue", None),
        ("{Ref: Name, Other: 1}", {"Ref": "Name", "Other": 1}),
    ],
)
def test_intrinsic_functions_are_worked_out_as_far_as_can_be_told(text: str, expected: Any) -> None:
    found = Resolver(TEMPLATE).resolve(load(text))
    assert found == expected
    assert type(found) is type(expected)
