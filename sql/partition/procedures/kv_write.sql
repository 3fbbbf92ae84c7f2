-- kv_write: sets, creates, updates and deletes keys, where what the request demands of them holds.
--
-- In:     [{"key": "a", "op": "set", "create", "update" or "delete", "value": "…" and "type": "…" or absent as for kv_set,
--           "ttlMs": 1000 or absent, "exists": true or false or absent, "versions": [3, 4] or absent,
--           "notVersions": [3] or absent, "request": "…" or absent}, …], no key twice. versions: it lives and has one of
--         these; notVersions: it has none of these, or does not live. request: by what the same write is known again; what
--         was carried out within 24 hours is not carried out again, and is answered as it was
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "version": 3, "created": true}; of a delete the tombstone's
--         version, and false
-- Errors: 41201 PRECONDITION_FAILED for exists, versions and notVersions, which are asked first; 40902 KEY_EXISTS for a
--         create; 40403 KEY_NOT_FOUND for an update and a delete
-- Locks:  the requests, in their order; then the rows, in key order
DELIMITER //
DROP PROCEDURE IF EXISTS kv_write //
CREATE PROCEDURE kv_write(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    -- What becomes of each request, five digits each, in order.
    DECLARE l_statuses LONGTEXT CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_written, l_refused, l_expiries, l_deaths BIGINT;
    DECLARE l_has_requests BOOLEAN DEFAULT JSON_EXTRACT(p_requests, '$[*].request') IS NOT NULL;
    -- Without it GROUP_CONCAT would cut them.
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    IF l_has_requests THEN
        -- A few of the oldest go with each CALL, so that nothing has to clean up; outside of the transaction, because the
        -- gap that this locks is where another one inserts.
        DELETE FROM kv_done WHERE at < UTC_TIMESTAMP(6) - INTERVAL 24 HOUR ORDER BY at LIMIT 1000;
    END IF;

    SET SESSION group_concat_max_len = 1073741824;
    -- No locks on gaps: two that make the same keys would each wait for the other.
    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    IF l_has_requests THEN
        INSERT INTO kv_done (request, at)
        SELECT r.request, UTC_TIMESTAMP(6)
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.request')) AS r
        WHERE r.request IS NOT NULL
        ORDER BY r.request
        ON DUPLICATE KEY UPDATE at = kv_done.at;
    END IF;

    -- Locks the rows; where there is none, one is made to be locked, of version 0 and dead.
    INSERT INTO kv_entry (k, version, expires)
    SELECT r.k, 0, 0
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
    ORDER BY r.k
    ON DUPLICATE KEY UPDATE version = kv_entry.version;

    SELECT GROUP_CONCAT(LPAD(j.status, 5, '0') ORDER BY j.n SEPARATOR ''), SUM(j.status = 0), SUM(j.status <> 0),
        SUM(j.status = 0 AND j.ttl_ms IS NOT NULL), SUM(j.status = 0 AND j.op = 'delete')
    INTO l_statuses, l_written, l_refused, l_expiries, l_deaths
    FROM (
        SELECT d.n, d.op, d.ttl_ms,
            CASE
                -- Of no error: it was carried out before.
                WHEN d.is_done THEN 99999
                WHEN d.must_live <> d.alive OR (d.has_version IS NOT NULL AND NOT (d.alive AND d.has_version))
                    OR (d.alive AND d.has_other) THEN 41201
                WHEN d.op = 'create' AND d.alive THEN 40902
                WHEN d.op IN ('update', 'delete') AND NOT d.alive THEN 40403
                ELSE 0
            END AS status
        FROM (
            SELECT r.n, r.op, r.ttl_ms, r.must_live = 'true' AS must_live,
                q.status IS NOT NULL AS is_done,
                COALESCE(e.expires > l_now, TRUE) AS alive,
                JSON_CONTAINS(r.versions, CAST(e.version AS CHAR)) AS has_version,
                JSON_CONTAINS(r.others, CAST(e.version AS CHAR)) AS has_other
            FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
                n FOR ORDINALITY,
                k VARBINARY(2048) PATH '$.key',
                op VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.op',
                ttl_ms BIGINT PATH '$.ttlMs',
                must_live VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.exists',
                versions JSON PATH '$.versions',
                others JSON PATH '$.notVersions',
                request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.request')) AS r
            JOIN kv_entry AS e ON e.k = r.k
            LEFT JOIN kv_done AS q ON q.request = r.request) AS d) AS j;

    IF l_written > 0 THEN
        INSERT INTO kv_entry (k, v, version, born, type, expires)
        SELECT r.k, IF(r.op = 'delete', NULL, r.v), GREATEST(l_now, e.version + 1),
            CASE
                WHEN r.op = 'delete' THEN 0
                WHEN e.expires <= l_now THEN GREATEST(l_now, e.version + 1)
                ELSE e.born
            END,
            IF(r.op = 'delete', NULL, r.type), IF(r.op = 'delete', 0, l_now + r.ttl_ms * 1000)
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            n FOR ORDINALITY,
            k VARBINARY(2048) PATH '$.key',
            op VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.op',
            v LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.value',
            type VARCHAR(600) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type',
            ttl_ms BIGINT PATH '$.ttlMs')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE SUBSTR(l_statuses, 5 * r.n - 4, 5) = '00000'
        ON DUPLICATE KEY UPDATE
            v = VALUES(v), version = VALUES(version), born = VALUES(born), type = VALUES(type), expires = VALUES(expires);

        INSERT INTO kv_change (at, ks) VALUES (l_now, JSON_EXTRACT(p_requests, '$[*].key'));
    END IF;

    IF l_expiries > 0 THEN
        INSERT INTO kv_expiry (at, k)
        SELECT e.expires, e.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE e.expires > 0
        ON DUPLICATE KEY UPDATE at = VALUES(at);
    END IF;

    IF l_deaths > 0 THEN
        INSERT INTO kv_death (at, k)
        SELECT e.version, e.k
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE e.expires = 0 AND e.version >= l_now
        ON DUPLICATE KEY UPDATE at = VALUES(at);
    END IF;

    IF l_has_requests THEN
        UPDATE kv_done AS q
        JOIN JSON_TABLE(p_requests, '$[*]' COLUMNS (
            n FOR ORDINALITY,
            k VARBINARY(2048) PATH '$.key',
            request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.request')) AS r ON r.request = q.request
        JOIN kv_entry AS e ON e.k = r.k
        SET q.status = SUBSTR(l_statuses, 5 * r.n - 4, 5), q.version = e.version, q.created = e.born = e.version
        WHERE q.status IS NULL;
    END IF;

    SELECT d.status,
        CASE d.status
            WHEN 0 THEN CONCAT('{"key":', JSON_QUOTE(CONVERT(d.k USING utf8mb4)), ',"version":', d.version,
                ',"created":', IF(d.created, 'true}', 'false}'))
            WHEN 40902 THEN JSON_OBJECT('Description', CONCAT('the key is there: ', CONVERT(d.k USING utf8mb4)), 'Field', 'key')
            WHEN 40403 THEN JSON_OBJECT('Description', CONCAT('no such key: ', CONVERT(d.k USING utf8mb4)), 'Field', 'key')
            ELSE JSON_OBJECT('Description', CONCAT('the precondition does not hold for key ', CONVERT(d.k USING utf8mb4)))
        END AS reply, d.n
    FROM (
        SELECT r.n, r.k, COALESCE(q.status, CAST(SUBSTR(l_statuses, 5 * r.n - 4, 5) AS UNSIGNED)) AS status,
            COALESCE(q.version, e.version) AS version, COALESCE(q.created, e.born = e.version) AS created
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
            n FOR ORDINALITY,
            k VARBINARY(2048) PATH '$.key',
            request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.request')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        LEFT JOIN kv_done AS q ON q.request = r.request) AS d
    ORDER BY d.n;

    IF l_refused > 0 THEN
        DELETE e
        FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (k VARBINARY(2048) PATH '$.key')) AS r
        JOIN kv_entry AS e ON e.k = r.k
        WHERE e.version = 0;
    END IF;

    COMMIT;
    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
