-- kv_pending_done: a node has keys that it lacked.
--
-- In:     [{"node": "p2", "keys": ["a", …]}], one request a CALL
-- Out:    one row, n = 1: 0, {"forgotten": 1}
-- Errors: none of its own
-- Locks:  the rows, in the order of the keys
DELIMITER //
DROP PROCEDURE IF EXISTS kv_pending_done //
CREATE PROCEDURE kv_pending_done(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_node VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin
        DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].node'));

    DELETE w
    FROM JSON_TABLE(p_requests, '$[0].keys[*]' COLUMNS (k VARBINARY(2048) PATH '$')) AS r
    JOIN kv_pending AS w ON w.node = l_node AND w.k = r.k;

    SELECT 0 AS status, CONCAT('{"forgotten":', ROW_COUNT(), '}') AS reply, 1 AS n;
END //
DELIMITER ;
