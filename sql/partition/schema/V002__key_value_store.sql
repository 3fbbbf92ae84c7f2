-- The key-value store: tombstones, time to live, bytes, and what sync needs to know.

ALTER TABLE kv_entry
    -- NULL in a tombstone. With a type, base64 of the bytes: text, so that every procedure carries it as it is.
    MODIFY v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    -- The version of the write that made the key, again after a delete or an expiry; 0 in a tombstone and in rows older
    -- than this column. In a row just written, born = version says that the key was made.
    ADD COLUMN born BIGINT NOT NULL DEFAULT 0,
    -- The Content-Type of bytes; NULL: v is JSON text.
    ADD COLUMN type VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NULL,
    -- Microseconds since 1970 from which on the key is absent; NULL: never; 0 in a tombstone. So whether a key lives is
    -- seen here alone, and a list or a count does not read the values.
    ADD COLUMN expires BIGINT NULL;

-- When keys expire: written only with a time to live. A row may be out of date; the entry decides.
CREATE TABLE kv_expiry (
    at  BIGINT NOT NULL,
    k   VARBINARY(512) NOT NULL,
    PRIMARY KEY (at, k)
) ENGINE = InnoDB;

-- Since when keys are tombstones on this node, at least the version of the tombstone. A row may be out of date.
CREATE TABLE kv_death (
    at  BIGINT NOT NULL,
    k   VARBINARY(512) NOT NULL,
    PRIMARY KEY (at, k)
) ENGINE = InnoDB;

-- What clients wrote on this node and sync has not yet taken to the copies: one row a CALL.
CREATE TABLE kv_change (
    -- A row may become visible after one with a greater seq.
    seq  BIGINT NOT NULL AUTO_INCREMENT,
    -- Microseconds since 1970.
    at   BIGINT NOT NULL,
    -- JSON array of the keys.
    ks   LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (seq)
) ENGINE = InnoDB;

-- Keys that a node which was away still lacks.
CREATE TABLE kv_pending (
    node  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    k     VARBINARY(512) NOT NULL,
    PRIMARY KEY (node, k),
    KEY kv_pending_key (k)
) ENGINE = InnoDB;

-- This node itself, one row.
CREATE TABLE kv_node (
    id          TINYINT NOT NULL,
    -- The map of partitions under which this node's keys are settled; NULL before the first.
    map         LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    -- The map by which members lie, which stays as long as there are any: sync does not move them.
    member_map  LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    PRIMARY KEY (id)
) ENGINE = InnoDB;

INSERT INTO kv_node (id, map) VALUES (1, NULL);
