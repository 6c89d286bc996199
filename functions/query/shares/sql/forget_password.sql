/* forget_password: it was the right one */
SELECT spoor.forget_share_password(%(share)s, %(source)s)
