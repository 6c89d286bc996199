/* forget_mail: it is sent */
DELETE FROM spoor.outgoing_mail WHERE id = %(id)s
