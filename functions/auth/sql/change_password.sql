/* change_password: of two at once, the one that knew the old password when it was changed */
UPDATE public.account
   SET password = %(new_password)s,
       updated_at = %(updated_at)s
 WHERE id = %(id)s
   AND password = %(old_password)s
