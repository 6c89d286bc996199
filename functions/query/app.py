"""The query function: management and reports under /api."""

from fastapi import APIRouter, Depends

from query.routes import apps, events, funnels, reports, settings
from query.same_origin import check_origin
from spoor import web

app = web.new_app("Spoor")
_api = APIRouter(prefix="/api", dependencies=[Depends(check_origin)])
for _room in (apps, events, funnels, reports, settings):
    _api.include_router(_room.router)
app.include_router(_api)

handler = web.handler(app)
