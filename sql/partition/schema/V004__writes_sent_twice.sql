-- What became of writes of keys that may be sent twice, written in the transaction of the write, for 24 hours.

CREATE TABLE kv_done (
    -- By what the same write is known again.
    request  VARCHAR(80) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- 0 or the id of an error; NULL within the transaction alone.
    status   INT NULL,
    version  BIGINT NULL,
    created  BOOLEAN NULL,
    at       DATETIME(6) NOT NULL,
    PRIMARY KEY (request),
    KEY kv_done_at (at)
) ENGINE = InnoDB;
