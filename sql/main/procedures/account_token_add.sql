-- account_token_add: keeps a token that a login has made. Of one account the newest 100 are kept.
--
-- In:     [{"name": "ann", "passwordHash": "…", "tokenHash": "…", "ttlMs": 1000, "from": "127.0.0.1"}], one request a CALL
-- Out:    one row, n = 1: 0, {"expiresAt": "2026-11-28T12:00:00Z", "ended": 1}: until when, and how many older ones ended
-- Errors: 40101 UNAUTHORIZED, the account has another password by now, or is not active
-- Locks:  the account, then its tokens
DELIMITER //
DROP PROCEDURE IF EXISTS account_token_add //
CREATE PROCEDURE account_token_add(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_hash, l_token VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_from VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_ttl_ms, l_account, l_oldest BIGINT;
    DECLARE l_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
    DECLARE l_expires DATETIME(6);
    DECLARE l_ended INT DEFAULT 0;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SELECT r.name, r.password_hash, r.token_hash, r.ttl_ms, r.from_address INTO l_name, l_hash, l_token, l_ttl_ms, l_from
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin PATH '$.passwordHash',
        token_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenHash',
        ttl_ms BIGINT PATH '$.ttlMs',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from')) AS r;
    SET l_expires = l_now + INTERVAL l_ttl_ms * 1000 MICROSECOND;

    -- A few of the oldest go with each CALL, so that nothing has to clean up.
    DELETE FROM account_token WHERE expires_at < l_now ORDER BY expires_at LIMIT 100;

    START TRANSACTION;

    SELECT MAX(a.id) INTO l_account
    FROM account AS a
    WHERE a.name = CAST(l_name AS BINARY) AND a.password_hash = l_hash AND a.active
    FOR UPDATE;

    IF l_account IS NOT NULL THEN
        INSERT INTO account_token (account_id, token_hash, created_at, expires_at, from_address)
        VALUES (l_account, l_token, l_now, l_expires, l_from)
        -- Sent again after a lost reply.
        ON DUPLICATE KEY UPDATE expires_at = VALUES(expires_at);

        SELECT MAX(p.id) INTO l_oldest
        FROM (SELECT t.id FROM account_token AS t WHERE t.account_id = l_account ORDER BY t.id DESC LIMIT 100, 1) AS p;
        DELETE FROM account_token WHERE account_id = l_account AND id <= l_oldest;
        SET l_ended = ROW_COUNT();
    END IF;

    COMMIT;

    SELECT
        IF(l_account IS NULL, 40101, 0) AS status,
        IF(l_account IS NULL, '{}',
            JSON_OBJECT('expiresAt', DATE_FORMAT(l_expires, '%Y-%m-%dT%H:%i:%sZ'), 'ended', l_ended + 0)) AS reply, 1 AS n;
END //
DELIMITER ;
