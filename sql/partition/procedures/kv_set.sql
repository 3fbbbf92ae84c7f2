-- kv_set: sets keys, whatever they held.
--
-- In:     [{"key": "a", "value": "<JSON text>"}, …], no key twice
-- Out:    one row a request: 0, {"key": "a", "version": 3}
-- Errors: none of its own
-- Locks:  the rows, in key order
DELIMITER //
DROP PROCEDURE IF EXISTS kv_set //
CREATE PROCEDURE kv_set(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    INSERT INTO kv_entry (k, v, version)
    SELECT r.k, r.v, l_now
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        k VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.key',
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE v = VALUES(v), version = GREATEST(VALUES(version), version + 1);

    SELECT 0 AS status, CONCAT('{"key":', JSON_QUOTE(r.k), ',"version":', e.version, '}') AS reply
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.key')) AS r
    JOIN kv_entry AS e ON e.k = CAST(r.k AS BINARY)
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
