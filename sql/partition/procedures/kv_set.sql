-- kv_set: sets keys, whatever they held, without time to live: the fast path of kv_write.
--
-- In:     [{"key": "a", "value": "<JSON text>"} or {"key": "a", "value": "<base64>", "type": "image/png"}, …], no key twice
-- Out:    one row for all (a row each costs as much as the rest): how many requests there were, the version that all have now, and
--         of each that replaced something its ordinal, how much greater its version is, and whether what was there
--         had expired: "2:0:0 5:0:1 "
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

    SET @kv_set_replaced = '';

    START TRANSACTION;

    -- The columns are assigned one after the other: born sees the new version, and type, which notes them, the new of both.
    INSERT INTO kv_entry (k, v, version, born, type)
    SELECT r.k, r.v, l_now, l_now, r.type
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key',
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
        type VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE
        version = GREATEST(VALUES(version), kv_entry.version + 1),
        born = IF(kv_entry.expires <= l_now, kv_entry.version, kv_entry.born),
        type = IF((@kv_set_replaced := CONCAT(@kv_set_replaced, r.n, ':', kv_entry.version - l_now, ':',
            kv_entry.born = kv_entry.version, ' ')) = '', NULL, VALUES(type)),
        v = VALUES(v),
        expires = NULL;

    INSERT INTO kv_change (at, ks) VALUES (l_now, JSON_EXTRACT(p_requests, '$[*].key'));

    SELECT JSON_LENGTH(p_requests) AS requests, l_now AS version, @kv_set_replaced AS replaced;

    COMMIT;
END //
DELIMITER ;
