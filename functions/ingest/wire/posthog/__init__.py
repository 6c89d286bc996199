"""PostHog's wire format."""
