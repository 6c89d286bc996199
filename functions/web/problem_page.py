"""The page that says why there is no page."""

from web.page import render
from web.response import Response, html

_WORDS = {
    404: ("This trail ends here", "There is no page at this address. It may have moved, or a letter may be missing."),
    405: ("That can't be sent here", "This address shows a page and takes nothing: open it with your browser."),
    500: ("Something went wrong on our side", "Nothing you did caused it and nothing is lost. Try again in a moment."),
}


def response(status: int) -> Response:
    """The page for 404, 405 or 500."""
    title, advice = _WORDS[status]
    text = render("problem", title=title, style="style/base.css", heading=title, advice=advice, status=str(status))
    return html(status, text, headers={"allow": "GET, HEAD"} if status == 405 else {})
