/* forget_lost_mail: whose links do nothing any more */
DELETE FROM spoor.outgoing_mail WHERE expires_at <= now()
