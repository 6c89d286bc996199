"""Whether what a check found is to be told: pure."""

from typing import Literal

from query.alerts.rules import Rule, Schedule

State = Literal["waiting", "calm", "firing", "failed", "stopped"]
"""Of an alert: not looked at yet; within its bound; beyond it; not to be found out; of somebody who has left."""


def needs_before(rule: Rule) -> bool:
    """Whether the period before has to be asked, too."""
    return isinstance(rule, Schedule) or rule.changed_by is not None


def is_beyond(rule: Rule, now: float | None, was: float | None) -> bool | None:
    """Whether the number is beyond the rule's bound; None where that cannot be said, for there is no number."""
    if isinstance(rule, Schedule):
        return True
    if rule.silent_for is not None:
        return not now
    if now is None:
        return None
    if rule.above is not None:
        return now > rule.above
    if rule.below is not None:
        return now < rule.below
    if was is None or rule.changed_by is None:
        return None
    if was == 0:
        return now != 0
    return abs(now - was) / abs(was) >= rule.changed_by


def is_told(rule: Rule, state: str, beyond: bool | None) -> bool:
    """A digest always. A bound when the number goes beyond it, and again only after it was within it; but each change
    is one of its own."""
    if not beyond:
        return False
    return isinstance(rule, Schedule) or rule.changed_by is not None or state != "firing"


def state_after(rule: Rule, state: str, beyond: bool | None) -> State:
    """The alert's state after the check."""
    if isinstance(rule, Schedule) or beyond is False:
        return "calm"
    if beyond is None:
        return "firing" if state == "firing" else "calm"
    return "firing"
