"""The plugin's refusals."""

from auth.http.refusals import Refusal

INVALID_COOKIE = Refusal(401, "INVALID_TWO_FACTOR_COOKIE", "Invalid two factor cookie")
INVALID_CODE = Refusal(401, "INVALID_CODE", "Invalid code")
INVALID_BACKUP_CODE = Refusal(401, "INVALID_BACKUP_CODE", "Invalid backup code")
TOTP_NOT_ENABLED = Refusal(400, "TOTP_NOT_ENABLED", "TOTP not enabled")
TOTP_ALREADY_ENABLED = Refusal(400, "TOTP_ALREADY_ENABLED", "TOTP is already enabled")
NOT_ENABLED = Refusal(400, "TWO_FACTOR_NOT_ENABLED", "Two factor isn't enabled")
BACKUP_CODES_NOT_ENABLED = Refusal(400, "BACKUP_CODES_NOT_ENABLED", "Backup codes aren't enabled")
TOO_MANY_ATTEMPTS = Refusal(400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE", "Too many attempts. Please request a new code.")
LOCKED = Refusal(
    429,
    "ACCOUNT_TEMPORARILY_LOCKED",
    "Too many failed verification attempts. Your account is temporarily locked. Please try again later.",
)
OTP_NOT_AVAILABLE = Refusal(400, "OTP_NOT_CONFIGURED", "OTP is not available")
OTP_NOT_CONFIGURED = Refusal(400, "OTP_NOT_CONFIGURED", "otp isn't configured")
OTP_HAS_EXPIRED = Refusal(400, "OTP_HAS_EXPIRED", "OTP has expired")
