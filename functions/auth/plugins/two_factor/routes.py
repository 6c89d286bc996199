"""The endpoints of the twoFactor plugin."""

from auth.plugins.two_factor.endpoints import enrolment, one_time_codes, verification

ENDPOINTS = (*enrolment.ENDPOINTS, *verification.ENDPOINTS, *one_time_codes.ENDPOINTS)
