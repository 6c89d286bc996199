/* find_credential: a passkey by what its authenticator calls it, and its user */
SELECT p.id AS passkey_id,
       p.name AS passkey_name,
       p.public_key AS passkey_public_key,
       p.user_id AS passkey_user_id,
       p.credential_id AS passkey_credential_id,
       p.counter AS passkey_counter,
       p.device_type AS passkey_device_type,
       p.backed_up AS passkey_backed_up,
       p.transports AS passkey_transports,
       p.created_at AS passkey_created_at,
       p.aaguid AS passkey_aaguid,
       u.name AS user_name,
       u.email AS user_email,
       u.email_verified AS user_email_verified,
       u.image AS user_image,
       u.created_at AS user_created_at,
       u.updated_at AS user_updated_at,
       u.id AS user_id,
       EXISTS (SELECT FROM spoor.two_factor t WHERE t.user_id = u.id AND t.verified) AS user_two_factor_enabled
  FROM spoor.passkey p
  JOIN public."user" u ON u.id = p.user_id
 WHERE p.credential_id = %(credential_id)s
