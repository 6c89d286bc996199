-- Limits of the auth surface, and tokens for programs.

SELECT 1;
