/* take_back_claims: all that fit */
SELECT spoor.take_back_claims(
    %(app_id)s, %(since)s, %(received_since)s, %(anonymous_id)s, %(user_id)s
) AS taken_back
