/* renew_social_account: what the provider gave anew; what it did not give stays */
UPDATE public.account
   SET access_token = coalesce(%(access_token)s, access_token),
       refresh_token = coalesce(%(refresh_token)s, refresh_token),
       id_token = coalesce(%(id_token)s, id_token),
       access_token_expires_at = coalesce(%(access_token_expires_at)s, access_token_expires_at),
       refresh_token_expires_at = coalesce(%(refresh_token_expires_at)s, refresh_token_expires_at),
       scope = coalesce(%(scope)s, scope),
       updated_at = %(now)s
 WHERE id = %(id)s
