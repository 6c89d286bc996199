-- The erasure of one visitor, and the record of it.

SELECT 1;
