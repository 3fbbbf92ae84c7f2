-- account_token_end: ends one token of an account.
--
-- In:     [{"name": "ann", "id": 7}], one request a CALL
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
    DECLARE l_id BIGINT;

    SELECT r.name, r.id INTO l_name, l_id
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        id BIGINT PATH '$.id')) AS r;

    DELETE FROM account_token
    WHERE id = l_id AND account_id = (SELECT a.id FROM account AS a WHERE a.name = CAST(l_name AS BINARY));

    SELECT 0 AS status, CONCAT('{"ended":', ROW_COUNT(), '}') AS reply, 1 AS n;
END //
DELIMITER ;
