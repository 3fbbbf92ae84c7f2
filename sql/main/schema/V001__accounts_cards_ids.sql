-- What exists once in an installation: accounts, card users, and the counter of ids.

CREATE TABLE account (
    id             BIGINT NOT NULL AUTO_INCREMENT,
    -- Names that identify are bytes: a collation would take "ann" and "ann " for the same.
    name           VARBINARY(400) NOT NULL,
    -- Argon2id in the PHC string format.
    password_hash  VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- One of admin, operator, user.
    role           VARCHAR(20) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    created_at     DATETIME(6) NOT NULL,
    PRIMARY KEY (id),
    UNIQUE KEY account_name (name)
) ENGINE = InnoDB;

CREATE TABLE wiz_card_user (
    id          BIGINT NOT NULL AUTO_INCREMENT,
    user_id     VARBINARY(1020) NOT NULL,
    device_id   VARBINARY(1020) NOT NULL,
    first_name  VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    last_name   VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    company     VARCHAR(100) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    email       VARCHAR(254) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    phone       VARCHAR(40) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NULL,
    -- Degrees, WGS 84.
    lat         DOUBLE NOT NULL,
    lng         DOUBLE NOT NULL,
    -- SHA-256 in hexadecimal digits of the newest token; NULL before the first register.
    token_hash  CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL,
    placed_at   DATETIME(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
    PRIMARY KEY (id),
    UNIQUE KEY wiz_card_user_device (user_id, device_id),
    KEY wiz_card_user_place (lat, lng)
) ENGINE = InnoDB;

-- Ids are taken in blocks (hi/lo), so that they are unique over all nodes and cost no round trip each.
CREATE TABLE id_block (
    name     VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    next_id  BIGINT NOT NULL,
    PRIMARY KEY (name)
) ENGINE = InnoDB;

INSERT INTO id_block (name, next_id) VALUES ('member', 1), ('job', 1);

-- Which id a write with a requestId was given, kept for 24 hours.
CREATE TABLE request_id (
    type        VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    request_id  VARBINARY(256) NOT NULL,
    id          BIGINT NOT NULL,
    created_at  DATETIME(6) NOT NULL,
    PRIMARY KEY (type, request_id),
    KEY request_id_age (created_at)
) ENGINE = InnoDB;
