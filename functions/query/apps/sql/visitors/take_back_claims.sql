/* take_back_claims: all that fit */
SELECT spoor.take_back_claims(
    %(app_id)s, %(claimed_since)s, %(since)s, %(anonymous_id)s, %(user_id)s
) AS taken_back
