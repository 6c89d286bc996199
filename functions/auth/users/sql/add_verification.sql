/* add_verification: twice is once, so that it may be sent again */
INSERT INTO public.verification (id, identifier, value, expires_at, created_at, updated_at)
VALUES (%(id)s, %(identifier)s, %(value)s, %(expires_at)s, %(now)s, %(now)s)
    ON CONFLICT (id) DO NOTHING
