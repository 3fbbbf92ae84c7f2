-- kv_count: counts the keys of this node that live.
--
-- In:     [{}], one request a CALL
-- Out:    one row, n = 1: 0, {"keys": 3}
-- Errors: none of its own
-- Locks:  none; it passes over the whole table, though not over large values
DELIMITER //
DROP PROCEDURE IF EXISTS kv_count //
CREATE PROCEDURE kv_count(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);

    SELECT 0 AS status, CONCAT('{"keys":', COUNT(*), '}') AS reply, 1 AS n
    FROM kv_entry AS e WHERE e.expires IS NULL OR e.expires > l_now;
END //
DELIMITER ;
