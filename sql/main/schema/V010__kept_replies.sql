-- Writes that carried a requestId, for 24 hours, and what was replied.

CREATE TABLE kept_reply (
    -- SHA-256 of who sent it and its requestId, in hexadecimal digits.
    request_hash  CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- SHA-256 of its type and fields, by which the same request is known again.
    fingerprint   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- Whoever is carrying it out; chosen anew each time it is begun.
    attempt       CHAR(32) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- Until when nobody else may begin it.
    begun_until   DATETIME(6) NOT NULL,
    -- JSON text; NULL: it has not ended, or nobody knows how.
    reply         LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (request_hash),
    KEY kept_reply_created (created_at)
) ENGINE = InnoDB;
