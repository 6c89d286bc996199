"""Somebody's site, at an origin of its own, with a maker's tracker on its pages as the maker's instructions say."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

MODULES = Path(__file__).parent / "node_modules"


@dataclass(frozen=True)
class Tracker:
    """A maker's tracker: its `file`, how a page starts it (`%INGEST%` and `%KEY%` are filled in) and how it tracks.

    `module` names what an ES module exports, and `imports` where the packages that it imports are; else the file is a
    classic script, in whose tag `attributes` stand. A file that begins with `%INGEST%` is the one that ingest serves.
    `keeps` tells that it sends again what could not be sent. `link` is what a link says for the tracker to send a "bye"
    before it lets the page go; without that the page goes as soon as it has tracked one.
    """

    file: str
    start: str
    track: str
    module: str = ""
    imports: Mapping[str, str] = field(default_factory=dict)
    attributes: str = ""
    keeps: bool = True
    link: str = ""


TRACKERS = {
    "posthog-js": Tracker(
        "posthog-js/dist/array.full.no-external.js",
        "posthog.init('%KEY%', { api_host: '%INGEST%', autocapture: false, capture_pageview: false })",
        "posthog.capture",
    ),
    "segment": Tracker(
        "@segment/analytics-next/dist/umd/index.js",
        "window.analytics = AnalyticsNext.AnalyticsBrowser.load({ writeKey: '%KEY%', cdnURL: '%INGEST%' })",
        "analytics.track",
    ),
    "mixpanel": Tracker(
        "mixpanel-browser/dist/mixpanel.umd.js",
        "mixpanel.init('%KEY%', { api_host: '%INGEST%', batch_flush_interval_ms: 500, track_pageview: false })",
        "mixpanel.track",
    ),
    "amplitude": Tracker(
        "@amplitude/analytics-browser/lib/scripts/amplitude-min.umd.js",
        """amplitude.init('%KEY%', { serverUrl: '%INGEST%/2/httpapi', autocapture: false,
                                     remoteConfig: { fetchRemoteConfig: false } })
        addEventListener('pagehide', () => { amplitude.setTransport('beacon'); amplitude.flush() })""",
        "amplitude.track",
    ),
    "plausible": Tracker(
        "@plausible-analytics/tracker/plausible.js",
        """init({ domain: '%KEY%', endpoint: '%INGEST%/api/event', captureOnLocalhost: true,
               autoCapturePageviews: false })
        window.plausibleTrack = track""",
        "plausibleTrack",
        module="init, track",
        keeps=False,
    ),
    "umami": Tracker(
        "umami/src/tracker/index.js",
        "",
        "umami.track",
        attributes="data-website-id=%KEY% data-host-url=%INGEST%",
        keeps=False,
        link="data-umami-event=bye",
    ),
}


@contextmanager
def site(tracker: Tracker, ingest: str, key: str) -> Iterator[str]:
    """The address of a site whose front page has the tracker; `/plain`, to which it has a link, has none."""
    file = tracker.file if tracker.file.startswith("%INGEST%") else f"/lib/{tracker.file}"
    if tracker.module:
        imports = json.dumps({"imports": {name: f"/lib/{at}" for name, at in tracker.imports.items()}})
        script = f"<script type=module>import {{ {tracker.module} }} from '{file}'\n{tracker.start}\n</script>"
        head = f"<script type=importmap>{imports}</script>{script}"
    else:
        head = f"<script src='{file}' {tracker.attributes}></script><script>{tracker.start}</script>"
    head = head.replace("%INGEST%", ingest).replace("%KEY%", key)
    body = f"<p>Hello <a href=/plain {tracker.link}>go</a>"
    page = f"<!doctype html><title>shop</title><link rel=icon href='data:,'>{head}{body}"

    class Pages(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            library = self.path.startswith("/lib/")
            front = self.path == "/"
            text = (MODULES / self.path[len("/lib/") :]).read_bytes() if library else (page if front else "").encode()
            self.send_response(200)
            self.send_header("content-type", "text/javascript" if library else "text/html; charset=utf-8")
            self.send_header("content-length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
