-- kv_write: sets, creates, updates and deletes keys, where what the request demands of them holds.
--
-- In:     [{"key": "a", "op": "set", "create", "update" or "delete", "value": "…" and "type": "…" or absent as for kv_set,
--           "ttlMs": 1000 or absent, "exists": true or false or absent, "versions": [3, 4] or absent,
--           "notVersions": [3] or absent}, …], no key twice. versions: it lives and has one of these; notVersions: it has
--         none of these, or does not live
-- Out:    one row a request: 0, {"key": "a", "version": 3, "created": true}; of a delete the tombstone's version, and false
-- Errors: 41201 PRECONDITION_FAILED for exists, versions and notVersions, which are asked first; 40902 KEY_EXISTS for a
--         create; 40403 KEY_NOT_FOUND for an update and a delete
-- Locks:  the rows, in key order
DELIMITER //
DROP PROCEDURE IF EXISTS kv_write //
CREATE PROCEDURE kv_write(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_judged LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_written, l_refused BIGINT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    -- No locks on gaps: two that make the same keys would each wait for the other.
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    -- Locks the rows; where there is none, one is made to be locked, of version 0 and dead.
    INSERT INTO kv_entry (k, version, expires)
    SELECT r.k, 0, 0
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE version = kv_entry.version;

    -- What becomes of each request: [n, status, version, born].
    SELECT JSON_ARRAYAGG(JSON_ARRAY(j.n, j.status, j.version, IF(j.op = 'delete', 0, IF(j.alive, j.born, j.version)))),
        SUM(j.status = 0), SUM(j.status <> 0)
    INTO l_judged, l_written, l_refused
    FROM (
        SELECT d.n, d.op, d.alive, d.born, GREATEST(l_now, d.version + 1) AS version,
            CASE
                WHEN d.must_live <> d.alive OR (d.versions IS NOT NULL AND d.in_versions = 0) OR d.in_others THEN 41201
                WHEN d.op = 'create' AND d.alive THEN 40902
                WHEN d.op IN ('update', 'delete') AND NOT d.alive THEN 40403
                ELSE 0
            END AS status
        FROM (
            SELECT r.n, r.op, r.versions, e.version, e.born,
                COALESCE(e.expires > l_now, TRUE) AS alive,
                r.must_live = 'true' AS must_live,
                COALESCE(e.expires > l_now, TRUE) AND JSON_CONTAINS(r.versions, CAST(e.version AS CHAR)) AS in_versions,
                COALESCE(e.expires > l_now, TRUE) AND JSON_CONTAINS(r.others, CAST(e.version AS CHAR)) AS in_others
            FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
                n FOR ORDINALITY,
                k VARBINARY(2048) PATH '$.key',
                op VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.op',
                must_live VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.exists',
                versions JSON PATH '$.versions',
                others JSON PATH '$.notVersions')) AS r
            JOIN kv_entry AS e ON e.k = r.k) AS d) AS j;

    IF l_written > 0 THEN
        INSERT INTO kv_entry (k, v, version, born, type, expires)
        SELECT r.k, IF(r.op = 'delete', NULL, r.v), j.version, j.born, IF(r.op = 'delete', NULL, r.type),
            IF(r.op = 'delete', 0, l_now + r.ttl_ms * 1000)
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            n FOR ORDINALITY,
            k VARBINARY(2048) PATH '$.key',
            op VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.op',
            v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
            type VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type',
            ttl_ms BIGINT PATH '$.ttlMs')) AS r
        JOIN JSON_TABLE(l_judged, '$[*]' COLUMNS (
            n INT PATH '$[0]', status INT PATH '$[1]', version BIGINT PATH '$[2]', born BIGINT PATH '$[3]')) AS j
            ON j.n = r.n
        WHERE j.status = 0
        ORDER BY r.k
        ON DUPLICATE KEY UPDATE
            v = VALUES(v), version = VALUES(version), born = VALUES(born), type = VALUES(type), expires = VALUES(expires);

        INSERT INTO kv_change (at, ks) VALUES (l_now, JSON_EXTRACT(p_requests, '$[*].key'));

        INSERT INTO kv_expiry (at, k)
        SELECT e.expires, e.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            k VARBINARY(2048) PATH '$.key', ttl_ms BIGINT PATH '$.ttlMs')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE r.ttl_ms IS NOT NULL AND e.expires > 0
        ON DUPLICATE KEY UPDATE at = VALUES(at);

        INSERT INTO kv_death (at, k)
        SELECT e.version, e.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            k VARBINARY(2048) PATH '$.key',
            op VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.op')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE r.op = 'delete' AND e.expires = 0 AND e.version > 0
        ON DUPLICATE KEY UPDATE at = VALUES(at);
    END IF;

    SELECT j.status AS status,
        CASE j.status
            WHEN 0 THEN CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)), ',"version":', j.version,
                ',"created":', IF(j.born = j.version, 'true}', 'false}'))
            WHEN 40902 THEN JSON_OBJECT('Description', CONCAT('the key is there: ', CONVERT(r.k USING utf8mb4)), 'Field', 'key')
            WHEN 40403 THEN JSON_OBJECT('Description', CONCAT('no such key: ', CONVERT(r.k USING utf8mb4)), 'Field', 'key')
            ELSE JSON_OBJECT('Description', CONCAT('the precondition does not hold for key ', CONVERT(r.k USING utf8mb4)))
        END AS reply
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key')) AS r
    JOIN JSON_TABLE(l_judged, '$[*]' COLUMNS (
        n INT PATH '$[0]', status INT PATH '$[1]', version BIGINT PATH '$[2]', born BIGINT PATH '$[3]')) AS j
        ON j.n = r.n
    ORDER BY r.n;

    IF l_refused > 0 THEN
        DELETE e
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE e.version = 0;
    END IF;

    COMMIT;
END //
DELIMITER ;
