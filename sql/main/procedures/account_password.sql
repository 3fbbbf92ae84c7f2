-- account_password: gives an account another password, and ends its tokens and the links that would give it one.
--
-- In:     [{"name": "ann", "oldHash": "…" or absent, "passwordHash": "…", "keptToken": 7 or absent, "by": "ann",
--           "from": "127.0.0.1", "action": "password-change", "requestHash": "…" or absent}], one request a CALL; without oldHash
--         whatever it was. With the hash the reply to the message is kept, together with the change
-- Out:    one row, n = 1: 0, {"ended": 2}: how many tokens ended
-- Errors: 40401 NOT_FOUND, no such account, or it has another password than oldHash by now
-- Locks:  the account, then its tokens
DELIMITER //
DROP PROCEDURE IF EXISTS account_password //
CREATE PROCEDURE account_password(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name, l_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_old, l_new VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_from, l_action, l_request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_kept, l_account BIGINT;
    DECLARE l_ended INT DEFAULT 0;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SELECT r.name, r.old_hash, r.password_hash, r.kept, r.by_whom, r.from_address, r.action, r.request_hash
    INTO l_name, l_old, l_new, l_kept, l_by, l_from, l_action, l_request
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        old_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin PATH '$.oldHash',
        password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin PATH '$.passwordHash',
        kept BIGINT PATH '$.keptToken',
        by_whom VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.by',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        action VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.action',
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash')) AS r;

    START TRANSACTION;

    SELECT MAX(a.id) INTO l_account
    FROM account AS a
    WHERE a.name = CAST(l_name AS BINARY) AND (l_old IS NULL OR a.password_hash = l_old)
    FOR UPDATE;

    IF l_account IS NOT NULL THEN
        UPDATE account SET password_hash = l_new WHERE id = l_account;

        DELETE FROM account_link WHERE account_id = l_account AND kind = 'reset';
        DELETE FROM account_token WHERE account_id = l_account AND (l_kept IS NULL OR id <> l_kept);
        SET l_ended = ROW_COUNT();

        INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
        VALUES (UTC_TIMESTAMP(6), l_by, l_from, l_action, l_name, CONCAT('tokens ended: ', l_ended));

        UPDATE kept_reply SET reply = CONCAT('{"data":{"tokensEnded":', l_ended, '}}') WHERE request_hash = l_request;
    END IF;

    COMMIT;

    SELECT IF(l_account IS NULL, 40401, 0) AS status, CONCAT('{"ended":', l_ended, '}') AS reply, 1 AS n;
END //
DELIMITER ;
