-- kv_node_settle: notes that this node's keys are settled under a map of partitions.
--
-- In:     [{"map": "…"}], one request a CALL
-- Out:    0, {"map": "…"}
-- Errors: none of its own
-- Locks:  the row of the node
DELIMITER //
DROP PROCEDURE IF EXISTS kv_node_settle //
CREATE PROCEDURE kv_node_settle(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    UPDATE kv_node SET map = JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].map')) WHERE id = 1;

    SELECT 0 AS status, JSON_OBJECT('map', s.map) AS reply FROM kv_node AS s WHERE s.id = 1;
END //
DELIMITER ;
