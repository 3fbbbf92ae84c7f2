-- What is spread over the nodes: keys by key, members by account_id.

CREATE TABLE kv_entry (
    -- Bytes, because keys are compared byte for byte; a collation of utf8mb4 would pad with spaces.
    k        VARBINARY(512) NOT NULL,
    -- The JSON text as it came. Not the type JSON: MySQL would reorder keys and round large numbers.
    v        LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- Microseconds of the write, or the previous version + 1 where that is greater: it only grows.
    version  BIGINT NOT NULL,
    PRIMARY KEY (k)
) ENGINE = InnoDB;

CREATE TABLE member (
    -- From main's id_block: unique in the whole installation, on whichever node the row lies.
    id                BIGINT NOT NULL,
    first_name        VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    last_name         VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- Text: leading zeros count.
    phone_number      VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    client_member_id  BIGINT NOT NULL,
    account_id        BIGINT NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY member_account (account_id, client_member_id),
    KEY member_phone (phone_number),
    KEY member_client (client_member_id)
) ENGINE = InnoDB;
