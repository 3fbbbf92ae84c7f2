-- kv_peek: reads entries as they travel between nodes, tombstones and expired ones too.
--
-- In:     [{"key": "a", "maxBytes": 65536 or absent}, …]
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "version": 3, "born": 3, "value": "<JSON text or base64>" or
--         null in a tombstone, "type": "…" or null, "expires": microseconds since 1970 or null}; {"key": "a"} where there
--         is no row; {"key": "a", "version": 3, "large": <its bytes>} where the value has more than maxBytes
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_peek //
CREATE PROCEDURE kv_peek(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status,
        CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)),
            CASE
            WHEN e.k IS NULL THEN '}'
            WHEN LENGTH(e.v) > r.max_bytes THEN CONCAT(',"version":', e.version, ',"large":', LENGTH(e.v), '}')
            ELSE CONCAT(
                ',"version":', e.version,
                ',"born":', e.born,
                ',"value":', COALESCE(JSON_QUOTE(e.v), 'null'),
                ',"type":', COALESCE(JSON_QUOTE(e.type), 'null'),
                ',"expires":', COALESCE(NULLIF(e.expires, 0), 'null'),
                '}')
            END) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key',
        max_bytes BIGINT PATH '$.maxBytes')) AS r
    LEFT JOIN kv_entry AS e ON e.k = r.k
    ORDER BY r.n;
END //
DELIMITER ;
