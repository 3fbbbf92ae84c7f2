-- The registers with a requestId, kept for 24 hours: sent again, one gets the same token. Why so: docs/decisions/0012.

CREATE TABLE card_request (
    -- SHA-256 in hexadecimal digits of sender and requestId. The requestId itself is not kept: with the salt it gives
    -- the token.
    request_hash  CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    token_salt    VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at    DATETIME(6) NOT NULL,
    PRIMARY KEY (request_hash),
    KEY card_request_age (created_at)
) ENGINE = InnoDB;
