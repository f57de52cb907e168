-- The role of the course: it signs in, owns its own database, and can neither make roles nor databases nor read others'.
-- Run by the database's superuser, with its password as the variable "password".
SELECT set_config('password_encryption', 'scram-sha-256', false);
CREATE ROLE misread LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 100 PASSWORD :'password';
CREATE DATABASE misread OWNER misread ENCODING 'UTF8' TEMPLATE template0;
REVOKE ALL ON DATABASE misread FROM PUBLIC;
REVOKE CONNECT ON DATABASE postgres, template1 FROM PUBLIC;
