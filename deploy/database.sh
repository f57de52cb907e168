#!/bin/sh
# Run once by PostgreSQL's image, when its folder is new: a role for the course that owns one database and no more.
set -eu
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres \
    --set password="$(cat "${COURSE_PASSWORD_FILE:-/run/secrets/course_password}")" \
    --file "${COURSE_SQL:-/course.sql}"
