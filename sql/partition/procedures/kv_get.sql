-- kv_get: reads keys.
--
-- In:     [{"key": "a"}, …]
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "value": <the JSON as it came>, "version": 3}; of bytes
--         {"key": "a", "value": "<base64>", "version": 3, "contentType": "…"}; with a time to live also
--         "expires": milliseconds since 1970. Of a value above 16 KiB {"large": <its bytes>} alone: kv_get_large reads it,
--         once there is memory for it; hundreds of them would fit into no memory
-- Errors: 40403 KEY_NOT_FOUND, also for what has expired
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_get //
CREATE PROCEDURE kv_get(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);

    SELECT
        IF(e.k IS NULL, 40403, 0) AS status,
        CASE
            WHEN e.k IS NULL THEN
                JSON_OBJECT('Description', CONCAT('no such key: ', CONVERT(r.k USING utf8mb4)), 'Field', 'key')
            WHEN LENGTH(e.v) > 16384 THEN CONCAT('{"large":', LENGTH(e.v), '}')
            -- Put together as text, so that the value stays as it came.
            ELSE CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)),
                ',"value":', IF(e.type IS NULL, e.v, CONCAT('"', e.v, '"')),
                ',"version":', e.version,
                IF(e.type IS NULL, '', CONCAT(',"contentType":', JSON_QUOTE(e.type))),
                IF(e.expires IS NULL, '', CONCAT(',"expires":', e.expires DIV 1000)),
                '}')
        END AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key')) AS r
    LEFT JOIN kv_entry AS e ON e.k = r.k AND COALESCE(e.expires > l_now, TRUE)
    ORDER BY r.n;
END //
DELIMITER ;
