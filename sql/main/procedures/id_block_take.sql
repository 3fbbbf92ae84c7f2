-- id_block_take: takes a block of ids that nobody else will get.
--
-- In:     [{"name": "member", "count": 1000}], one request a CALL
-- Out:    one row, n = 1: 0, {"first": 1}: the ids from first to first + count - 1
-- Errors: none of its own
-- Locks:  the row of the name
DELIMITER //
DROP PROCEDURE IF EXISTS id_block_take //
CREATE PROCEDURE id_block_take(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin
        DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].name'));
    DECLARE l_count BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].count');

    UPDATE id_block SET next_id = LAST_INSERT_ID(next_id) + l_count WHERE name = l_name;

    SELECT 0 AS status, CONCAT('{"first":', LAST_INSERT_ID(), '}') AS reply, 1 AS n FROM id_block WHERE name = l_name;
END //
DELIMITER ;
