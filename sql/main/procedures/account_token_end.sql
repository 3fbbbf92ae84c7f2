-- account_token_end: ends one token of an account.
--
-- In:     [{"name": "ann", "id": 7, "from": "127.0.0.1", "action": "logout"}], one request a CALL
-- Out:    one row, n = 1: 0, {"ended": 1}; 0 where the account has no such token
-- Errors: none of its own
-- Locks:  the token
DELIMITER //
DROP PROCEDURE IF EXISTS account_token_end //
CREATE PROCEDURE account_token_end(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_from, l_action VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_id BIGINT;
    DECLARE l_ended INT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SELECT r.name, r.id, r.from_address, r.action INTO l_name, l_id, l_from, l_action
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        id BIGINT PATH '$.id',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        action VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.action')) AS r;

    START TRANSACTION;

    DELETE FROM account_token
    WHERE id = l_id AND account_id = (SELECT a.id FROM account AS a WHERE a.name = CAST(l_name AS BINARY));
    SET l_ended = ROW_COUNT();

    IF l_ended > 0 THEN
        INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
        VALUES (UTC_TIMESTAMP(6), l_name, l_from, l_action, l_name, CONCAT('token ', l_id));
    END IF;

    COMMIT;

    SELECT 0 AS status, CONCAT('{"ended":', l_ended, '}') AS reply, 1 AS n;
END //
DELIMITER ;
