-- What runs once in an installation at a time: leases, and the schedule of tasks.

-- Who does what only one may do at a time. A row and not GET_LOCK, which on Galera holds on one node only.
CREATE TABLE lease (
    name    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    holder  VARCHAR(128) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- Microseconds since 1970; from then on anyone may take it.
    until   BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;

-- db-scheduler's table, as it wants it. Times are UTC (alwaysPersistTimestampInUTC), so they are DATETIME: a TIMESTAMP
-- would depend on the session's time zone and end in 2038.
CREATE TABLE scheduled_tasks (
    task_name             VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    task_instance         VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    task_data             LONGBLOB NULL,
    execution_time        DATETIME(6) NOT NULL,
    picked                BOOLEAN NOT NULL,
    picked_by             VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    last_success          DATETIME(6) NULL,
    last_failure          DATETIME(6) NULL,
    consecutive_failures  INT NULL,
    last_heartbeat        DATETIME(6) NULL,
    version               BIGINT NOT NULL,
    priority              SMALLINT NULL,
    PRIMARY KEY (task_name, task_instance),
    KEY scheduled_tasks_execution (execution_time),
    KEY scheduled_tasks_heartbeat (last_heartbeat),
    KEY scheduled_tasks_priority (priority DESC, execution_time)
) ENGINE = InnoDB;
