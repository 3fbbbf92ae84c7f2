-- kv_apply: takes over entries of another node: the greater version wins, and of equal ones the greater value; no value is the lowest.
--
-- In:     [{"key": "a", "version": 3, "born": 3, "value": "…" or null, "type": "…" or null, "expires": 17 or null}, …],
--         as kv_peek gives them, no key twice
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "applied": true, "version": 3}: applied says that what is
--         stored now is this entry (so the same again gives the same), version what is stored now
-- Errors: none of its own
-- Locks:  the rows, in key order
DELIMITER //
DROP PROCEDURE IF EXISTS kv_apply //
CREATE PROCEDURE kv_apply(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_dead, l_expiring BIGINT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    SELECT SUM(r.v IS NULL), SUM(r.expires > 0) INTO l_dead, l_expiring
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
        expires BIGINT PATH '$.expires')) AS r;

    IF l_dead > 0 THEN
        -- Asked before the rows are written, so that the same tombstone again leaves no second trace.
        INSERT INTO kv_death (at, k)
        SELECT GREATEST(l_now, r.version), r.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            k VARBINARY(2048) PATH '$.key',
            version BIGINT PATH '$.version',
            v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value')) AS r
        LEFT JOIN kv_entry AS e ON e.k = r.k
        WHERE r.v IS NULL AND COALESCE(e.version < r.version, TRUE)
        ON DUPLICATE KEY UPDATE at = VALUES(at);
    END IF;

    -- Compared as (version, v, type, expires, born), so that copies end equal whatever the order they are told in. The
    -- columns are assigned one after the other: each only after those that weigh less.
    INSERT INTO kv_entry (k, v, version, born, type, expires)
    SELECT r.k, r.v, r.version, IF(r.v IS NULL, 0, r.born), IF(r.v IS NULL, NULL, r.type), IF(r.v IS NULL, 0, r.expires)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        k VARBINARY(2048) PATH '$.key',
        version BIGINT PATH '$.version',
        born BIGINT PATH '$.born',
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
        type VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type',
        expires BIGINT PATH '$.expires')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE
        born = IF(
            (VALUES(version), COALESCE(CAST(VALUES(v) AS BINARY), ''), COALESCE(VALUES(type), ''), COALESCE(VALUES(expires), 0), VALUES(born))
            > (kv_entry.version, COALESCE(CAST(kv_entry.v AS BINARY), ''), COALESCE(kv_entry.type, ''), COALESCE(kv_entry.expires, 0), kv_entry.born),
            VALUES(born), kv_entry.born),
        expires = IF(
            (VALUES(version), COALESCE(CAST(VALUES(v) AS BINARY), ''), COALESCE(VALUES(type), ''), COALESCE(VALUES(expires), 0))
            > (kv_entry.version, COALESCE(CAST(kv_entry.v AS BINARY), ''), COALESCE(kv_entry.type, ''), COALESCE(kv_entry.expires, 0)),
            VALUES(expires), kv_entry.expires),
        type = IF(
            (VALUES(version), COALESCE(CAST(VALUES(v) AS BINARY), ''), COALESCE(VALUES(type), ''))
            > (kv_entry.version, COALESCE(CAST(kv_entry.v AS BINARY), ''), COALESCE(kv_entry.type, '')),
            VALUES(type), kv_entry.type),
        v = IF(
            (VALUES(version), COALESCE(CAST(VALUES(v) AS BINARY), '')) > (kv_entry.version, COALESCE(CAST(kv_entry.v AS BINARY), '')),
            VALUES(v), kv_entry.v),
        version = GREATEST(VALUES(version), kv_entry.version);

    IF l_expiring > 0 THEN
        INSERT INTO kv_expiry (at, k)
        SELECT r.expires, r.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            k VARBINARY(2048) PATH '$.key', expires BIGINT PATH '$.expires')) AS r
        WHERE r.expires > 0
        ON DUPLICATE KEY UPDATE at = VALUES(at);
    END IF;

    SELECT 0 AS status, CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)),
        ',"applied":', IF(e.version = r.version AND CAST(e.v AS BINARY) <=> CAST(r.v AS BINARY), 'true', 'false'),
        ',"version":', e.version, '}') AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key',
        version BIGINT PATH '$.version',
        v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value')) AS r
    JOIN kv_entry AS e ON e.k = r.k
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
