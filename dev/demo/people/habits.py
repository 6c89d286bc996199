"""What people do in the shop once they are there."""

from typing import NamedTuple

from dev.demo.people.arrivals import ARTICLES
from dev.demo.people.visit import Visit

_PRICES = {"pro": 12, "team": 40}
_FAILS_WHERE_BROKEN, _FAILS_ELSEWHERE = 0.94, 0.04


class Account(NamedTuple):
    """What the shop knows of somebody: their plan, and how far they have come with it."""

    plan: str = "free"
    has_project: bool = False
    has_team: bool = False


def look_around(visit: Visit) -> Account | None:
    """Somebody without an account reads, and perhaps signs up; the account, if they did."""
    visit.lands()
    _read(visit, 0.36)
    if visit.chance(0.36):
        visit.opens("/pricing")
    if not visit.chance(min(0.8, 0.34 * visit.person.interest)):
        return None
    visit.opens("/sign-up")
    visit.does("sign-up started")
    if not visit.chance(0.57 if visit.device.is_phone else 0.68):
        return None
    account = Account()
    visit.is_known_as(account.plan)
    visit.does("signed up")
    return _work(visit, account)


def sign_in(visit: Visit, account: Account) -> None:
    """A device that has not seen this person's account yet is anonymous until they sign in."""
    visit.lands("/")
    visit.opens("/sign-in")
    visit.is_known_as(account.plan)
    visit.does("signed in")


def come_back(visit: Visit, account: Account) -> Account:
    """Somebody with an account uses it, and perhaps buys a plan."""
    if not visit.path:
        visit.lands("/dashboard")
    _read(visit, 0.12)
    account = _work(visit, account)
    if account.plan == "free" and visit.chance(0.27):
        visit.opens("/pricing")
        if visit.chance(0.62):
            return _check_out(visit, account)
    return account


def _read(visit: Visit, appetite: float) -> None:
    while visit.chance(appetite):
        visit.opens(visit.random.choice(ARTICLES))


def _work(visit: Visit, account: Account) -> Account:
    if visit.path != "/dashboard":
        visit.opens("/dashboard")
    if visit.chance(0.35 if account.has_project else 0.6):
        visit.does("project created", template=visit.random.choice(("balcony", "kitchen", "office", "blank")))
        account = account._replace(has_project=True)
    if account.has_project and visit.chance(0.1 if account.has_team else 0.22):
        visit.does("teammate invited", seats=visit.random.randint(1, 4))
        account = account._replace(has_team=True)
    while account.has_project and visit.chance(0.4):
        visit.does("project exported", format=visit.random.choice(("pdf", "pdf", "png")))
    return account


def _check_out(visit: Visit, account: Account) -> Account:
    plan = "team" if account.has_team and visit.chance(0.5) else "pro"
    visit.opens("/checkout")
    visit.does("checkout started", chosenPlan=plan, amount=_PRICES[plan], currency="EUR")
    if not visit.chance(0.82):
        return account
    visit.does("payment details entered", chosenPlan=plan)
    while True:
        broken = visit.device.is_phone and visit.outage.holds(visit.at)
        if not visit.chance(_FAILS_WHERE_BROKEN if broken else _FAILS_ELSEWHERE):
            break
        visit.does("checkout failed", chosenPlan=plan, reason="form did not answer" if broken else "card declined")
        if not visit.chance(0.4):
            return account
    visit.plan = plan
    visit.does("order completed", chosenPlan=plan, amount=_PRICES[plan], currency="EUR")
    return account._replace(plan=plan)
