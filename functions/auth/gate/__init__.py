"""What every request passes before an endpoint answers: limits, body, origin, fields, who is signed in."""
