/* lock_social_account: one at a time decides whose an account at a provider is; no constraint of Better Auth's does */
SELECT pg_advisory_xact_lock(hashtextextended(%(provider_id)s || ' ' || %(account_id)s, 5263704))
