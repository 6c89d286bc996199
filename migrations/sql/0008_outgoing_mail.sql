-- Mail that could not be sent yet.

SELECT 1;
