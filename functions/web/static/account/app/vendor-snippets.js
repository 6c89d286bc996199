/** How a tracker that somebody has already is made to send here: its host and its key, and nothing else. */

/** `{id, title, note, code}` of each; `ingest` and `key` as in `snippets`. */
export function vendorSnippets(ingest, key) {
  const host = new URL(ingest).host;
  const one = (title, note, code) => ({ id: title.toLowerCase().replaceAll(/\W+/g, "-"), title, note, code });
  return [
    one("Segment, web", "npm install @segment/analytics-next", `import { AnalyticsBrowser } from "@segment/analytics-next"

const analytics = AnalyticsBrowser.load({
  writeKey: "${key}",
  cdnSettings: { integrations: { "Segment.io": { apiKey: "${key}", apiHost: "${host}/v1", protocol: "${ingest.split(":")[0]}" } } },
})`),
    one("Segment, Node", "npm install @segment/analytics-node", `import { Analytics } from "@segment/analytics-node"

const analytics = new Analytics({ writeKey: "${key}", host: "${ingest}" })`),
    one("RudderStack, web", "npm install @rudderstack/analytics-js", `import { RudderAnalytics } from "@rudderstack/analytics-js"

const rudder = new RudderAnalytics()
rudder.load("${key}", "${ingest}", { configUrl: "${ingest}" })`),
    one("RudderStack, Node", "npm install @rudderstack/rudder-sdk-node", `import RudderAnalytics from "@rudderstack/rudder-sdk-node"

const rudder = new RudderAnalytics("${key}", { dataPlaneUrl: "${ingest}" })`),
    one("Amplitude", "npm install @amplitude/analytics-browser", `import * as amplitude from "@amplitude/analytics-browser"

amplitude.init("${key}", { serverUrl: "${ingest}/2/httpapi", fetchRemoteConfig: false })`),
    one("Mixpanel", "npm install mixpanel-browser", `import mixpanel from "mixpanel-browser"

mixpanel.init("${key}", { api_host: "${ingest}" })`),
    one("Plausible", "Serve their script beside your pages; the key stands in the place of the domain.", `<script defer src="/plausible.js" data-domain="${key}" data-api="${ingest}/api/event"></script>`),
    one("Umami", "Serve their script beside your pages; the key is its website.", `<script defer src="/umami.js" data-website-id="${key}" data-host-url="${ingest}"></script>`),
    one("OpenPanel", "npm install @openpanel/web", `import { OpenPanel } from "@openpanel/web"

const op = new OpenPanel({ apiUrl: "${ingest}", clientId: "${key}", trackScreenViews: true })`),
    one("Rybbit", "npm install @rybbit/js", `import rybbit from "@rybbit/js"

await rybbit.init({ analyticsHost: "${ingest}/api", siteId: "${key}" })`),
    one("Snowplow", "npm install @snowplow/browser-tracker", `import { newTracker, trackPageView } from "@snowplow/browser-tracker"

newTracker("spoor", "${ingest}", { appId: "${key}" })
trackPageView()`),
    one("Jitsu", "npm install @jitsu/js", `import { jitsuAnalytics } from "@jitsu/js"

const jitsu = jitsuAnalytics({ host: "${ingest}", writeKey: "${key}" })`),
    one("Google, gtag.js", "Put your own measurement id in the place of G-XXXXXXX.", `gtag("config", "G-XXXXXXX", { server_container_url: "${ingest}/${key}" })`),
    one("Google, Measurement Protocol", "From a server.", `curl "${ingest}/mp/collect?measurement_id=G-XXXXXXX&api_secret=${key}" \\
  -d '{"client_id": "visitor-1", "events": [{"name": "order_completed", "params": {"plan": "pro"}}]}'`),
  ];
}
