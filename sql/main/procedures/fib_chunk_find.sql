-- fib_chunk_find: the first stored chunk of the Fibonacci numbers that begins at some number or later.
--
-- In:     [{"from": 250}], one request a CALL
-- Out:    one row, n = 1: 0, {"chunk": {"first": 250, "count": 250, "numbers": "…", "checksum": 123}}, as it was stored; {}
--         where there is none
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS fib_chunk_find //
CREATE PROCEDURE fib_chunk_find(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_from INT DEFAULT JSON_EXTRACT(p_requests, '$[0].from');

    SELECT 0 AS status, COALESCE(
        (SELECT JSON_OBJECT('chunk', JSON_OBJECT(
            'first', c.first, 'count', c.count, 'numbers', c.numbers, 'checksum', c.checksum))
        FROM fib_chunk AS c
        WHERE c.first >= l_from
        ORDER BY c.first
        LIMIT 1),
        JSON_OBJECT()) AS reply, 1 AS n;
END //
DELIMITER ;
