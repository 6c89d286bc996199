"""Mail without AWS: functions speak to SES, which here is a door to a mail server."""
