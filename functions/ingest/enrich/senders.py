"""Tells programs that send on what visitors did, by their user agents: the list of crawlers has many of them.

Shops, sites' servers, automation and webhooks visit no page, so what they send is somebody else's doing. A name counts
at the start of a user agent, or as the first word after `(compatible;`; what a crawler says further on of whom it
crawls for does not.
"""

import re
from functools import cache

#: Patterns of names, up to where a version or a comment follows.
SENDERS = (
    # sites and shops
    "WordPress(?:\\.com)?",
    "WooCommerce",
    "WP-?Engine",
    "WP Time Capsule API",
    "Metorik API Client",
    "Drupal",
    "Joomla!?",
    "TYPO3",
    "Craft",
    "Magento",
    "Shopware",
    "PrestaShop",
    "Shopify[ -][\\w-]+",
    "Shopify",
    "BigCommerce",
    "Wix",
    "Squarespace",
    "Ghost(?! ?Inspector)",
    "Discourse(?! Forum Onebox)",  # which looks at the pages that posts link to
    "Moodle",
    "Mautic",
    # where programs run
    "AppEngine-Google",
    "Google-Apps-Script",
    "GoogleDocs",
    "Google-Cloud-(?:Tasks|Scheduler|Functions)",
    "CloudPubSub-Google",
    "APIs-Google",
    "Cloudflare-(?:Workers|Stream-(?:Webhook|Hook))",
    "Amazon/EventBridge",
    "Amazon Simple Notification Service Agent",
    "AmazonAPIGateway_\\w+",
    "Netlify(?:-Functions)?",
    "vercel-(?:fetch|functions|edge)",
    "Deno",
    "Bun",
    "Indy Library",
    # automation
    "Zapier",
    "Make",
    "Integromat",
    "IFTTT(?:-Protocol)?",
    "n8n",
    "Node-RED",
    "Pipedream",
    "Workato",
    "Tray(?:\\.io)?",
    "Parabola",
    "Activepieces",
    "Windmill",
    "Bubble",
    "Retool",
    "Airtable",
    "Airplane",
    "Appsmith",
    "azure-logic-apps",
    "microsoft-flow",
    "PowerAutomate",
    "SFDC-Callout",
    "Salesforce[\\w.-]*",
    "Monday(?:\\.com)?",
    "Coda",
    # webhooks
    "Stripe",
    "PayPal",
    "Paddle",
    "Chargebee",
    "Recurly",
    "Braintree",
    "Adyen[\\w ]*",
    "Mollie HTTP client",
    "WJHRO",
    "Twilio(?:Proxy|\\.TmeWs)?",
    "SendGrid Event API",
    "Mailgun[\\w/]*",
    "Mandrill-Webhook",
    "MailChimp\\.com WebHook Agent",
    "Postmark",
    "Klaviyo",
    "Customer\\.io[\\w ]*",
    "Braze[\\w ]*",
    "HubSpot (?:Connect|Webhooks)",
    "Intercom[\\w-]*",
    "Zendesk[\\w ]*",
    "Slackbot 1\\.0",  # its webhooks; previews of links are by Slackbot-LinkExpanding
    "GitHub-Hookshot",
    "GitLab",
    "Bitbucket-Webhooks",
    "Svix-Webhooks",
    "Hookdeck",
    "Auth0",
    "Typeform[\\w ]*",
    "Calendly[\\w ]*",
    # what sends on events for a living, and what people try it out with
    "Segment(?:\\.io)?",
    "RudderLabs",
    "Vector",
    "Fluent-?Bit",
    "Logstash",
    "Postman(?:Runtime)?",
    "insomnia",
    "Bruno(?:Runtime)?",
    "HTTPie",
)

_HOOK = r"[\w .-]{1,60}\bweb-?hooks?\b"


def is_sender(user_agent: str) -> bool:
    """Whether a user agent is that of a program that speaks for visitors."""
    return _names().match(user_agent) is not None


@cache
def _names() -> re.Pattern[str]:
    names = "|".join(SENDERS)
    return re.compile(rf"(?:Mozilla/[\d.]+ \(compatible; ?)?(?:(?:{names})(?![\w-])|{_HOOK})", re.IGNORECASE)
