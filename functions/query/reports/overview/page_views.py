"""What a page view is: an event of one of the names that trackers give it by themselves."""

PAGE_VIEWS = (
    "$pageview",  # spoor.js, PostHog, Umami, Snowplow
    "$page",  # Segment, RudderStack, Jitsu
    "$screen",  # the same of apps
    "pageview",  # Plausible, Rybbit
    "page_view",  # GA4, gtag.js
    "screen_view",  # OpenPanel, GA4 of apps
    "$mp_web_page_view",  # Mixpanel
    "[Amplitude] Page Viewed",
    "[Amplitude] Screen Viewed",
)
