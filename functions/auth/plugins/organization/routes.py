"""The endpoints of the organization plugin."""

from auth.plugins.organization.endpoints import (
    answers,
    details,
    invitations,
    members,
    memberships,
    organizations,
    rules,
)

ENDPOINTS = (
    *organizations.ENDPOINTS,
    *details.ENDPOINTS,
    *invitations.ENDPOINTS,
    *answers.ENDPOINTS,
    *members.ENDPOINTS,
    *memberships.ENDPOINTS,
    *rules.ENDPOINTS,
)
