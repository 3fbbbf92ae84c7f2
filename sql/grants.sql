-- What wizd's accounts may do. An administrator runs it once for each database; it can be repeated. bin/installdb and the
-- embedded database run this very file; by hand, replace the names in ${...} first.

CREATE DATABASE IF NOT EXISTS `${database}` CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

-- Migrates the schema when wizd starts and owns the procedures, which run with its rights.
CREATE USER IF NOT EXISTS '${owner.name}'@'${host}' IDENTIFIED BY '${owner.password}';
ALTER USER '${owner.name}'@'${host}' IDENTIFIED BY '${owner.password}';
GRANT ALL PRIVILEGES ON `${database}`.* TO '${owner.name}'@'${host}';

-- The server: calls procedures and nothing else, so that no mistake in it can read or change a table behind their back.
CREATE USER IF NOT EXISTS '${app.name}'@'${host}' IDENTIFIED BY '${app.password}';
ALTER USER '${app.name}'@'${host}' IDENTIFIED BY '${app.password}';
GRANT EXECUTE ON `${database}`.* TO '${app.name}'@'${host}';

-- bin/load and imports: rows, but no tables.
CREATE USER IF NOT EXISTS '${loader.name}'@'${host}' IDENTIFIED BY '${loader.password}';
ALTER USER '${loader.name}'@'${host}' IDENTIFIED BY '${loader.password}';
GRANT SELECT, INSERT, UPDATE, DELETE ON `${database}`.* TO '${loader.name}'@'${host}';
