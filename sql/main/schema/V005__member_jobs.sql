-- Files of members on their way into the partitions.

CREATE TABLE member_job (
    -- From id_block, in the order of submission.
    id          BIGINT NOT NULL,
    -- The data directory that holds the file, and so the only server that can do it.
    server      VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- What is to be done: file, options, who wants it. JSON.
    spec        LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- How far it is, as clients see it. JSON.
    report      LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- Somebody wants it to end before its time.
    cancelled   BOOLEAN NOT NULL DEFAULT FALSE,
    -- NULL until it is done, failed or cancelled.
    ended_at    DATETIME(6) NULL,
    PRIMARY KEY (id),
    KEY member_job_ended (ended_at)
) ENGINE = InnoDB;
