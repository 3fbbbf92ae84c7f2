-- request_end: keeps what was replied to writes that have a requestId, or lets others begin them.
--
-- In:     [{"requestHash": "…", "attempt": "…", "reply": "<JSON text>" or absent, "undone": true or absent}, …], no
--         requestHash twice. No reply: nobody knows how it ended, so whoever sends it again carries it out again; or it is as if
--         it had never begun
-- Out:    one row a request, n its ordinal: 0, {}; also where another has begun it meanwhile, whose reply it will be then
-- Errors: none
-- Locks:  the rows
DELIMITER //
DROP PROCEDURE IF EXISTS request_end //
CREATE PROCEDURE request_end(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    UPDATE kept_reply AS k
    JOIN JSON_TABLE(p_requests, '$[*]' COLUMNS (
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        attempt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.attempt',
        reply LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.reply')) AS r
        ON k.request_hash = r.request_hash AND k.attempt = r.attempt
    SET k.begun_until = UTC_TIMESTAMP(6), k.reply = r.reply;

    -- Quotes in a reply have a backslash before them.
    IF LOCATE('"undone":true', p_requests) > 0 THEN
        DELETE k
        FROM kept_reply AS k
        JOIN JSON_TABLE(p_requests, '$[*]' COLUMNS (
            request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
            attempt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.attempt',
            undone VARCHAR(5) PATH '$.undone')) AS r
            ON k.request_hash = r.request_hash AND k.attempt = r.attempt AND r.undone IS NOT NULL;
    END IF;

    SELECT 0 AS status, '{}' AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (n FOR ORDINALITY)) AS r
    ORDER BY r.n;
END //
DELIMITER ;
