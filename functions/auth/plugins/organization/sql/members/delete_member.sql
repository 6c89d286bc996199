/* delete_member: the apps that they share with the team are theirs alone in the same moment, by a foreign key */
DELETE FROM spoor.member
 WHERE id = %(id)s
