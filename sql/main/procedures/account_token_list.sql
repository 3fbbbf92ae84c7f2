-- account_token_list: the tokens of an account that are valid, 100 at most.
--
-- In:     [{"name": "ann"}], one request a CALL
-- Out:    one row, n = 1: 0, {"tokens": [{"id": 7, "createdAt": "2026-11-28T12:00:00Z", "expiresAt": "…", "from": "…"}, …]},
--         in no order
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_token_list //
CREATE PROCEDURE account_token_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, JSON_OBJECT('tokens', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_OBJECT(
        'id', t.id,
        'createdAt', DATE_FORMAT(t.created_at, '%Y-%m-%dT%H:%i:%sZ'),
        'expiresAt', DATE_FORMAT(t.expires_at, '%Y-%m-%dT%H:%i:%sZ'),
        'from', t.from_address)), '$'), JSON_ARRAY())) AS reply, 1 AS n
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name')) AS r
    JOIN account AS a ON a.name = CAST(r.name AS BINARY)
    JOIN account_token AS t ON t.account_id = a.id AND t.expires_at > UTC_TIMESTAMP(6);
END //
DELIMITER ;
