/* add_passkey: no row where the user has so many as anybody may, or somebody has registered the credential already */
INSERT INTO spoor.passkey (id, name, public_key, user_id, credential_id, counter, device_type, backed_up, transports, created_at, aaguid)
SELECT %(id)s, %(name)s, %(public_key)s, %(user_id)s, %(credential_id)s, %(counter)s,
       %(device_type)s, %(backed_up)s, %(transports)s, %(created_at)s, %(aaguid)s
 WHERE (SELECT count(*) FROM spoor.passkey WHERE user_id = %(user_id)s) < %(most)s
    ON CONFLICT (credential_id) DO NOTHING
RETURNING id
