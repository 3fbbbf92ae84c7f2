-- request_begin: lets one carry out a write that has a requestId, and gives the others what was replied to it.
--
-- In:     [{"requestHash": "…", "fingerprint": "…", "attempt": "…", "leaseMs": 15000}, …], no requestHash twice; attempt is
--         another for each
-- Out:    one row a request, n its ordinal: 0, {"again": false}: it is to be carried out; again, if somebody began it before
--         and did not tell how it ended. Or 0, {"reply": "<JSON text>"}: it has been carried out
-- Errors: 42203 IDEMPOTENCY_MISMATCH, the first within 24 hours had another fingerprint
--         40907 REQUEST_IN_PROGRESS, another is carrying it out
-- Locks:  the rows, in the order of their hashes
DELIMITER //
DROP PROCEDURE IF EXISTS request_begin //
CREATE PROCEDURE request_begin(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);

    -- A few of the oldest go with each CALL, so that nothing has to clean up.
    DELETE FROM kept_reply WHERE created_at < l_now - INTERVAL 24 HOUR ORDER BY created_at LIMIT 1000;

    INSERT INTO kept_reply (request_hash, fingerprint, attempt, begun_until, created_at)
    SELECT r.request_hash, r.fingerprint, r.attempt, l_now + INTERVAL r.lease_ms * 1000 MICROSECOND, l_now
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.fingerprint',
        attempt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.attempt',
        lease_ms BIGINT PATH '$.leaseMs')) AS r
    ORDER BY r.request_hash
    ON DUPLICATE KEY UPDATE
        attempt = IF(kept_reply.reply IS NULL AND kept_reply.begun_until <= l_now
            AND kept_reply.fingerprint = VALUES(fingerprint), VALUES(attempt), kept_reply.attempt),
        begun_until = IF(kept_reply.attempt = VALUES(attempt), VALUES(begun_until), kept_reply.begun_until);

    SELECT
        CASE
            WHEN k.fingerprint <> r.fingerprint THEN 42203
            WHEN k.reply IS NOT NULL OR k.attempt = r.attempt THEN 0
            ELSE 40907
        END AS status,
        CASE
            WHEN k.fingerprint <> r.fingerprint THEN '{"Field":"requestId"}'
            WHEN k.reply IS NOT NULL THEN CONCAT('{"reply":', JSON_QUOTE(k.reply), '}')
            WHEN k.attempt <> r.attempt THEN '{"Field":"requestId"}'
            WHEN k.created_at = l_now THEN '{"again":false}'
            ELSE '{"again":true}'
        END AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.fingerprint',
        attempt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.attempt')) AS r
    JOIN kept_reply AS k ON k.request_hash = r.request_hash
    ORDER BY r.n;
END //
DELIMITER ;
