-- fib_chunk_keep: stores a chunk of the Fibonacci numbers, in place of what was stored for it before.
--
-- In:     [{"first": 250, "count": 250, "numbers": "7896325826131730509282738943634332893686268675876375,…",
--         "checksum": 123}], one request a CALL
-- Out:    one row, n = 1: 0, {"first": 250}
-- Errors: none of its own
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS fib_chunk_keep //
CREATE PROCEDURE fib_chunk_keep(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_first INT DEFAULT JSON_EXTRACT(p_requests, '$[0].first');

    INSERT INTO fib_chunk (first, count, numbers, checksum)
    VALUES (
        l_first,
        JSON_EXTRACT(p_requests, '$[0].count'),
        JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].numbers')),
        JSON_EXTRACT(p_requests, '$[0].checksum'))
    ON DUPLICATE KEY UPDATE count = VALUES(count), numbers = VALUES(numbers), checksum = VALUES(checksum);

    SELECT 0 AS status, CONCAT('{"first":', l_first, '}') AS reply, 1 AS n;
END //
DELIMITER ;
