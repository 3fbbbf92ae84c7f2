-- kv_get: reads keys.
--
-- In:     [{"key": "a"}, …]
-- Out:    one row a request: 0, {"key": "a", "value": …, "version": 3}
-- Errors: 40403 KEY_NOT_FOUND
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_get //
CREATE PROCEDURE kv_get(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT
        IF(e.k IS NULL, 40403, 0) AS status,
        IF(e.k IS NULL,
            JSON_OBJECT('Description', CONCAT('no such key: ', r.k), 'Field', 'key'),
            -- Put together as text, so that the value stays as it came.
            CONCAT('{"key":', JSON_QUOTE(r.k), ',"value":', e.v, ',"version":', e.version, '}')) AS reply
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.key')) AS r
    LEFT JOIN kv_entry AS e ON e.k = CAST(r.k AS BINARY)
    ORDER BY r.n;
END //
DELIMITER ;
