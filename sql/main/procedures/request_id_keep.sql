-- request_id_keep: remembers which id a request was given, so that the request sent again gets the same one.
--
-- In:     [{"requestId": "…", "type": "member-create", "fingerprint": "…", "id": 17}, …], no (type, requestId) twice
-- Out:    one row a request, n its ordinal: 0, {"id": 17}: the id of the first time within 24 hours
-- Errors: 42203 IDEMPOTENCY_MISMATCH, the first time had another fingerprint
-- Locks:  the rows, in the order of (type, requestId)
DELIMITER //
DROP PROCEDURE IF EXISTS request_id_keep //
CREATE PROCEDURE request_id_keep(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    -- A few of the oldest go with each CALL, so that nothing has to clean up.
    DELETE FROM request_id WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL 24 HOUR ORDER BY created_at LIMIT 1000;

    INSERT INTO request_id (type, request_id, fingerprint, id, created_at)
    SELECT r.type, r.request_id, r.fingerprint, r.id, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        type VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.type',
        request_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.requestId',
        fingerprint VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.fingerprint',
        id VARCHAR(32) PATH '$.id')) AS r
    ORDER BY r.type, r.request_id
    ON DUPLICATE KEY UPDATE id = request_id.id;

    SELECT
        IF(k.fingerprint = r.fingerprint, 0, 42203) AS status,
        IF(k.fingerprint = r.fingerprint, CONCAT('{"id":', k.id, '}'), '{"Field":"requestId"}') AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        type VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.type',
        request_id VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.requestId',
        fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.fingerprint')) AS r
    JOIN request_id AS k ON k.type = r.type AND k.request_id = CAST(r.request_id AS BINARY)
    ORDER BY r.n;
END //
DELIMITER ;
