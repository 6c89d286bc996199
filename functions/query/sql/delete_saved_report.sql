/* delete_saved_report: it leaves every dashboard by its foreign key */
DELETE FROM spoor.saved_reports
WHERE id = %(id)s AND app_id = %(app_id)s
