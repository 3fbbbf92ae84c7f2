-- kv_changes_done: forgets changes that the copies have, and keeps, in the same transaction, what nodes still lack.
--
-- In:     [{"seqs": [1, 2], "pending": [{"node": "p2", "keys": ["a", …]}, …]}], one request a CALL
-- Out:    one row, n = 1: 0, {"forgotten": 2}
-- Errors: none of its own
-- Locks:  the rows of kv_pending, in key order, then the changes
DELIMITER //
DROP PROCEDURE IF EXISTS kv_changes_done //
CREATE PROCEDURE kv_changes_done(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    INSERT INTO kv_pending (node, k)
    SELECT r.node, r.k
    FROM JSON_TABLE(p_requests, '$[0].pending[*]' COLUMNS (
        node VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.node',
        NESTED PATH '$.keys[*]' COLUMNS (k VARBINARY(2048) PATH '$'))) AS r
    WHERE r.k IS NOT NULL
    ORDER BY r.node, r.k
    ON DUPLICATE KEY UPDATE node = VALUES(node);

    DELETE c
    FROM JSON_TABLE(p_requests, '$[0].seqs[*]' COLUMNS (seq BIGINT PATH '$')) AS r
    JOIN kv_change AS c ON c.seq = r.seq;

    SELECT 0 AS status, CONCAT('{"forgotten":', ROW_COUNT(), '}') AS reply, 1 AS n;

    COMMIT;
END //
DELIMITER ;
