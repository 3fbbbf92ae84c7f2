-- kv_node_settle: notes that this node's keys are settled under a map of partitions, and by which one members lie.
--
-- In:     [{"map": "…" or absent, "memberMap": "…"}], one request a CALL
-- Out:    one row, n = 1: 0, {"map": "…"}
-- Errors: none of its own
-- Locks:  the row of the node
DELIMITER //
DROP PROCEDURE IF EXISTS kv_node_settle //
CREATE PROCEDURE kv_node_settle(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO kv_node (id, map, member_map)
    SELECT 1, r.map, r.member_map
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        map LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.map',
        member_map LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.memberMap')) AS r
    ON DUPLICATE KEY UPDATE map = COALESCE(VALUES(map), kv_node.map), member_map = VALUES(member_map);

    SELECT 0 AS status, JSON_OBJECT('map', s.map) AS reply, 1 AS n FROM kv_node AS s WHERE s.id = 1;
END //
DELIMITER ;
