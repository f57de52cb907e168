#!/bin/sh
# Makes the secrets of compose.yaml where they are missing: files in deploy/secrets, a folder that its owner alone may enter.
# The files themselves may be read, since containers read them under accounts of their own.
set -eu
cd "$(dirname "$0")"
mkdir -p secrets
chmod 700 secrets
umask 022
new() { python3 -c 'import secrets; print(secrets.token_hex(32), end="")'; }
for name in superuser_password course_password course_secret; do
    [ -s "secrets/$name" ] || new >"secrets/$name"
done
printf 'postgresql+psycopg://misread:%s@database/misread' "$(cat secrets/course_password)" >secrets/course_database
