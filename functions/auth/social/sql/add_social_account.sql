/* add_social_account */
INSERT INTO public.account (id, account_id, provider_id, user_id, access_token, refresh_token, id_token,
                     access_token_expires_at, refresh_token_expires_at, scope, created_at, updated_at)
VALUES (%(id)s, %(account_id)s, %(provider_id)s, %(user_id)s, %(access_token)s, %(refresh_token)s, %(id_token)s,
        %(access_token_expires_at)s, %(refresh_token_expires_at)s, %(scope)s, %(now)s, %(now)s)
