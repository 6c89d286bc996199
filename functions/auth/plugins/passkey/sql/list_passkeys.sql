/* list_passkeys: a user's, in the order in which they came */
SELECT id AS passkey_id,
       name AS passkey_name,
       public_key AS passkey_public_key,
       user_id AS passkey_user_id,
       credential_id AS passkey_credential_id,
       counter AS passkey_counter,
       device_type AS passkey_device_type,
       backed_up AS passkey_backed_up,
       transports AS passkey_transports,
       created_at AS passkey_created_at,
       aaguid AS passkey_aaguid
  FROM spoor.passkey
 WHERE user_id = %(user_id)s
 ORDER BY created_at, id
