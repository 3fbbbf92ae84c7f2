-- Files of members: what of them is in, and room to compare rows with those that are there. Why so: docs/decisions/0020.

-- A chunk of a file whose rows on this node are in, written in the same transaction: so each is loaded once, whatever
-- breaks. The rows of a job go when it ends.
CREATE TABLE member_job_chunk (
    job       BIGINT NOT NULL,
    chunk     INT NOT NULL,
    inserted  INT NOT NULL,
    updated   INT NOT NULL,
    skipped   INT NOT NULL,
    repeated  INT NOT NULL,
    -- The ids that were taken for the rows of this chunk on this node.
    first_id  BIGINT NOT NULL,
    ids       INT NOT NULL,
    -- Which rows of the chunk were rejected because the member was there, and because of a row before: bit sets.
    known     BLOB NOT NULL,
    again     BLOB NOT NULL,
    PRIMARY KEY (job, chunk)
) ENGINE = InnoDB;

-- Rows of one chunk, within one transaction: nobody ever sees any. In the order of the key, so that two jobs lock in the
-- same order.
CREATE TABLE member_load (
    job               BIGINT NOT NULL,
    account_id        BIGINT NOT NULL,
    client_member_id  BIGINT NOT NULL,
    n                 INT NOT NULL,
    first_name        VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    last_name         VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    phone_number      VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (job, account_id, client_member_id)
) ENGINE = InnoDB;

-- What members would be after a dry run; emptied at its end.
CREATE TABLE member_trial (
    job               BIGINT NOT NULL,
    account_id        BIGINT NOT NULL,
    client_member_id  BIGINT NOT NULL,
    first_name        VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    last_name         VARCHAR(50) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    phone_number      VARCHAR(15) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (job, account_id, client_member_id)
) ENGINE = InnoDB;
