-- Accounts have any number of roles, tokens, and a history. Why so: docs/decisions/0032.

CREATE TABLE account_role (
    account_id  BIGINT NOT NULL,
    -- One of admin, operator, station, user.
    role        VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (account_id, role),
    KEY account_role_role (role, account_id),
    CONSTRAINT account_role_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB;

INSERT INTO account_role (account_id, role) SELECT id, role FROM account;

ALTER TABLE account DROP COLUMN role;

-- One that is not active cannot log in; its name stays taken.
ALTER TABLE account ADD COLUMN active BOOLEAN NOT NULL DEFAULT TRUE;

CREATE TABLE account_token (
    id            BIGINT NOT NULL AUTO_INCREMENT,
    account_id    BIGINT NOT NULL,
    -- SHA-256 in hexadecimal digits; the token itself is nowhere.
    token_hash    CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at    DATETIME(6) NOT NULL,
    expires_at    DATETIME(6) NOT NULL,
    -- The address that logged in.
    from_address  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY account_token_hash (token_hash),
    KEY account_token_newest (account_id, id),
    KEY account_token_age (expires_at),
    CONSTRAINT account_token_account FOREIGN KEY (account_id) REFERENCES account (id) ON DELETE CASCADE
) ENGINE = InnoDB;

-- What was changed on accounts, by whom; no secrets. Rows outlive what they tell of.
CREATE TABLE account_audit (
    id            BIGINT NOT NULL AUTO_INCREMENT,
    at            DATETIME(6) NOT NULL,
    -- The account that did it; empty for somebody who has none.
    by_whom       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    from_address  VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- The message type.
    action        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- The account that was changed.
    account       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    details       VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    PRIMARY KEY (id),
    KEY account_audit_age (at)
) ENGINE = InnoDB;
