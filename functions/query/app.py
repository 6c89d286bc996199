"""The query function: management and reports under /api, and for programs the same under /api/v1."""

import gc

gc.disable()  # a cold start makes much and throws away little: collecting meanwhile costs a seventh of it

from fastapi import APIRouter, Depends

from query.access.need import check_role
from query.api.body_limit import BodyLimit
from query.api.delivery import Delivery
from query.api.not_looked_up import LookedUpOnly
from query.api.same_origin import check_origin
from query.api.surfaces import OneTable
from query.api.unknown_words import check_query
from query.routes import (
    activity,
    annotations,
    apps,
    catalog,
    claims,
    cohorts,
    dashboards,
    docs,
    erasures,
    events,
    export,
    funnels,
    live,
    merges,
    outcomes,
    reports,
    saved_reports,
    settings,
    tokens,
    visitors,
)
from spoor.http import web
from spoor.settings import fetch_ahead

app = web.new_app("Spoor")
app.add_middleware(Delivery)
app.add_middleware(OneTable)
app.add_middleware(BodyLimit)
app.add_middleware(LookedUpOnly)
app.add_middleware(web.Private)
_api = APIRouter(prefix="/api", dependencies=[Depends(check_role), Depends(check_origin), Depends(check_query)])
for _room in (
    apps,
    settings,
    catalog,
    events,
    merges,  # before visitors, whose ids may hold a slash
    visitors,
    claims,
    live,
    outcomes,
    reports,
    funnels,
    cohorts,
    saved_reports,
    dashboards,
    annotations,
    export,
    erasures,
    tokens,
    activity,
    docs,
):
    _api.include_router(_room.router, tags=[_room.__name__.rpartition(".")[2].replace("_", " ")])
app.include_router(_api)

handler = web.handler(app)

fetch_ahead()

gc.enable()
gc.freeze()
