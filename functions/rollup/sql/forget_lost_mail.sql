/* forget_lost_mail: whose links do nothing any more */
DELETE FROM outgoing_mail WHERE expires_at <= now()
