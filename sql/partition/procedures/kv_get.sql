-- kv_get: reads keys.
--
-- In:     [{"key": "a"}, …]
-- Out:    one row a request, in any order: n its ordinal, version, the value as the JSON that came or as base64, its bytes, the type
--         of bytes, and when it expires, in microseconds since 1970. The value is NULL above 16 KiB: kv_get_large reads it,
--         once there is memory for it; hundreds of them would fit into no memory. The version is NULL for a key that is
--         not there, or has expired
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_get //
CREATE PROCEDURE kv_get(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);

    SELECT r.n, e.version, IF(LENGTH(e.v) > 16384, NULL, e.v) AS v, LENGTH(e.v) AS bytes, e.type, e.expires
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key')) AS r
    LEFT JOIN kv_entry AS e ON e.k = r.k AND COALESCE(e.expires > l_now, TRUE);
END //
DELIMITER ;
