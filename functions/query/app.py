"""The query function: management and reports under /api, and for programs the same under /api/v1."""

import gc

gc.disable()  # a cold start makes much and throws away little: collecting meanwhile costs a seventh of it

from typing import Any

from fastapi import Depends, Request

from query.access.need import check_role
from query.api.body_limit import BodyLimit
from query.api.caller import caller_of
from query.api.delivery import Delivery
from query.api.not_looked_up import LookedUpOnly
from query.api.same_origin import check_origin
from query.api.surfaces import OneTable
from query.api.unknown_words import check_body, check_query
from query.routes import docs
from query.routes.account import activity, tokens
from query.routes.apps import (
    accounts,
    apps,
    claims,
    clearings,
    erasures,
    imported,
    imports,
    merges,
    outcomes,
    plan,
    settings,
    teams,
)
from query.routes.kept import alerts, annotations, cohorts, dashboards, funnels, saved_reports
from query.routes.looks import catalog, events, export, live, visitors
from query.routes.reports import reports
from query.routes.shares import page, shared, shares
from spoor.http import edge, web
from spoor.settings import fetch_ahead

app = web.new_app("Spoor")
app.add_middleware(Delivery)
app.add_middleware(OneTable)
app.add_middleware(BodyLimit)
app.add_middleware(LookedUpOnly)
app.add_middleware(web.Private)
_ROOMS: tuple[Any, ...] = (
    apps,
    settings,
    plan,
    teams,
    catalog,
    events,
    merges,  # before visitors, whose ids may hold a slash
    visitors,
    claims,
    accounts,
    live,
    outcomes,
    reports,
    funnels,
    cohorts,
    saved_reports,
    dashboards,
    annotations,
    alerts,
    shares,
    export,
    erasures,
    clearings,
    imports,
    imported,
    tokens,
    activity,
)


def _check(request: Request) -> None:
    """Refuse what no route has to be asked for: one dependency, since each costs every route something at the start."""
    check_role(request, caller_of(request.scope.get("aws.event") or {}))
    check_origin(request)
    check_query(request)
    check_body(request)


def _check_signed_out(request: Request) -> None:
    """The same of what is shown to whoever has a link, for which nobody has to be signed in."""
    check_origin(request)
    check_query(request)
    check_body(request)


app.openapi_tags = []
for _room in (*_ROOMS, shared):
    _tag = _room.__name__.rpartition(".")[2].replace("_", " ")
    _room.router.move_into(app, [_tag], [Depends(_check_signed_out if _room is shared else _check)])
    app.openapi_tags.append({"name": _tag, "description": _room.ABOUT})
page.router.move_into(app, [], [Depends(check_body)], prefix="")
docs.router.move_into(app, [], [Depends(_check)])

handler = edge.guarded(web.handler(app))

fetch_ahead()

gc.enable()
gc.freeze()
