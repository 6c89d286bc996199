/* update_user: what is not to be set stays as another request may just have set it */
UPDATE public."user"
   SET name = CASE WHEN %(sets_name)s THEN %(name)s ELSE name END,
       image = CASE WHEN %(sets_image)s THEN %(image)s ELSE image END,
       updated_at = %(updated_at)s
 WHERE id = %(id)s
