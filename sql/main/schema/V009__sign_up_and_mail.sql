-- Who signs up confirms an address, and who forgot a password gets a link there. Why so: docs/decisions/0032.

ALTER TABLE account
    -- In lower case; NULL where nobody gave one. Several accounts may have the same.
    ADD COLUMN email VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    -- Whether it may log in: who signs up shows first that the address is theirs.
    ADD COLUMN confirmed BOOLEAN NOT NULL DEFAULT TRUE,
    ADD KEY account_email (email),
    ADD KEY account_unconfirmed (confirmed, created_at);

CREATE TABLE account_link (
    id          BIGINT NOT NULL AUTO_INCREMENT,
    account_id  BIGINT NOT NULL,
    -- confirm or reset.
    kind        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- SHA-256 in hexadecimal digits of what is in the link.
    link_hash   CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    expires_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY account_link_hash (link_hash),
    KEY account_link_kind (account_id, kind),
    KEY account_link_age (expires_at),
    CONSTRAINT account_link_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- Links that are to be sent. A link is made when its mail is, so none lies here.
CREATE TABLE account_mail (
    id          BIGINT NOT NULL AUTO_INCREMENT,
    kind        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- The name of an account, or an address where nobody has looked yet whose it is.
    addressee   VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    -- When it is tried next; while a server tries, when another one does if that server ends.
    due_at      DATETIME(6) NOT NULL,
    tries       INT NOT NULL,
    PRIMARY KEY (id),
    -- Asked for twice before it was sent, it is sent once.
    UNIQUE KEY account_mail_addressee (kind, addressee),
    KEY account_mail_due (due_at)
) ENGINE = InnoDB;
