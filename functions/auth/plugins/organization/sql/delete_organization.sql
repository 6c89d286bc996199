/* delete_organization: its members and invitations go with it; apps that were shared with it are their owners' alone */
DELETE FROM spoor.organization
 WHERE id = %(id)s
