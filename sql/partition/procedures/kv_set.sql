-- kv_set: sets keys, whatever they held, without time to live: the fast path of kv_write.
--
-- In:     [{"key": "a", "value": "<JSON text>"} or {"key": "a", "value": "<base64>", "type": "image/png"}, …], no key twice
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "version": 3, "created": true}
-- Errors: none of its own
-- Locks:  the rows, in key order
DELIMITER //
DROP PROCEDURE IF EXISTS kv_set //
CREATE PROCEDURE kv_set(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    -- In the order of the requests; the values, which are most of the text, are passed over once for both uses.
    DECLARE l_keys LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT JSON_EXTRACT(p_requests, '$[*].key');
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    -- The columns are assigned one after the other: born sees the new version, and still the old expiry.
    INSERT INTO kv_entry (k, v, version, born, type)
    SELECT r.k, r.v, l_now, l_now, r.type
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        k VARBINARY(2048) PATH '$.key',
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
        type VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE
        version = GREATEST(VALUES(version), kv_entry.version + 1),
        born = IF(kv_entry.expires <= l_now, kv_entry.version, kv_entry.born),
        v = VALUES(v),
        type = VALUES(type),
        expires = NULL;

    INSERT INTO kv_change (at, ks) VALUES (l_now, l_keys);

    SELECT 0 AS status, CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)), ',"version":', e.version,
        ',"created":', IF(e.born = e.version, 'true}', 'false}')) AS reply, r.n
    FROM JSON_TABLE(l_keys, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$')) AS r
    JOIN kv_entry AS e ON e.k = r.k
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
