#!/bin/sh
# Run once, when the database is made: a role that may read whatever the owner makes, now and later, and nothing else.
set -eu
psql -v ON_ERROR_STOP=1 -v word="$(cat /run/secrets/reader)" -U "$POSTGRES_USER" -d "$POSTGRES_DB" <<'SQL'
CREATE ROLE reader LOGIN PASSWORD :'word';
GRANT USAGE ON SCHEMA public TO reader;
GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader;
ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT ON TABLES TO reader;
SQL
