-- account_link_use: follows a link, which ends then, as do all others of the account: its address is confirmed, and with a password
-- for a link that resets one, its password is changed, and its tokens end.
--
-- In:     [{"linkHash": "…", "kind": "reset", "passwordHash": "…" or absent, "from": "127.0.0.1", "action": "password-reset",
--           "requestHash": "…" or absent}], one request a CALL. With the hash the reply to the message is kept, together with the
--         change
-- Out:    one row, n = 1: 0, {"ended": 2}: how many tokens ended
-- Errors: 40404 LINK_ENDED, there is none, or it has expired, or its account is not active
-- Locks:  the account, then its links, then its tokens
DELIMITER //
DROP PROCEDURE IF EXISTS account_link_use //
CREATE PROCEDURE account_link_use(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_hash, l_kind, l_from, l_action, l_request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_password VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_account, l_link BIGINT;
    DECLARE l_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_ended INT DEFAULT 0;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.link_hash, r.kind, r.password_hash, r.from_address, r.action, r.request_hash
    INTO l_hash, l_kind, l_password, l_from, l_action, l_request
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        link_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.linkHash',
        kind VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.kind',
        password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin PATH '$.passwordHash',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        action VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.action',
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash')) AS r;

    START TRANSACTION;

    -- The account first, as whoever else changes it does: of two that follow one link, one finds it ended.
    SELECT MAX(k.account_id) INTO l_account FROM account_link AS k WHERE k.link_hash = l_hash;
    SELECT MAX(CONVERT(a.name USING utf8mb4)) INTO l_name FROM account AS a WHERE a.id = l_account AND a.active FOR UPDATE;
    SELECT MAX(k.id) INTO l_link
    FROM account_link AS k
    WHERE k.link_hash = l_hash AND k.kind = l_kind AND k.expires_at > UTC_TIMESTAMP(6) AND l_name IS NOT NULL
    FOR UPDATE;

    IF l_link IS NOT NULL THEN
        UPDATE account SET confirmed = TRUE, password_hash = COALESCE(l_password, password_hash) WHERE id = l_account;
        DELETE FROM account_link WHERE account_id = l_account;
        IF l_password IS NOT NULL THEN
            DELETE FROM account_token WHERE account_id = l_account;
            SET l_ended = ROW_COUNT();
        END IF;
        INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
        VALUES (UTC_TIMESTAMP(6), '', l_from, l_action, l_name, CONCAT('tokens ended: ', l_ended));

        UPDATE kept_reply
        SET reply = CONCAT('{"data":', IF(l_kind = 'reset', JSON_OBJECT('name', l_name, 'tokensEnded', l_ended + 0),
            JSON_OBJECT('name', l_name, 'confirmed', JSON_EXTRACT('true', '$'))), '}')
        WHERE request_hash = l_request;
    END IF;

    COMMIT;

    SELECT IF(l_link IS NULL, 40404, 0) AS status, JSON_OBJECT('name', l_name, 'ended', l_ended + 0) AS reply, 1 AS n;
END //
DELIMITER ;
