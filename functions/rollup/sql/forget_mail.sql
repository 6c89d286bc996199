/* forget_mail: it is sent */
DELETE FROM outgoing_mail WHERE id = %(id)s
