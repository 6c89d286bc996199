/* add_social_user: whom a provider vouches for and nobody here knew */
INSERT INTO public."user" (id, name, email, email_verified, image, created_at, updated_at)
VALUES (%(id)s, %(name)s, %(email)s, %(email_verified)s, %(image)s, %(created_at)s, %(updated_at)s)
