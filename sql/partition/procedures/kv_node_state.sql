-- kv_node_state: what sync has still to do on this node, and the map of partitions that its keys are settled under.
--
-- In:     [{}], one request a CALL
-- Out:    one row, n = 1: 0, {"map": "…" or null, "memberMap": "…" or null, "hasMembers": true, "changes": 2,
--         "oldestChange": microseconds since 1970 or null, "pending": [{"node": "p2", "keys": 3}, …]}
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_node_state //
CREATE PROCEDURE kv_node_state(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, CONCAT(
        '{"map":', COALESCE((SELECT JSON_QUOTE(s.map) FROM kv_node AS s WHERE s.id = 1), 'null'),
        ',"memberMap":', COALESCE((SELECT JSON_QUOTE(s.member_map) FROM kv_node AS s WHERE s.id = 1), 'null'),
        ',"hasMembers":', IF(EXISTS (SELECT 1 FROM member), 'true', 'false'),
        ',"changes":', (SELECT COUNT(*) FROM kv_change),
        ',"oldestChange":', COALESCE((SELECT c.at FROM kv_change AS c ORDER BY c.seq LIMIT 1), 'null'),
        ',"pending":', COALESCE((
            SELECT CONVERT(JSON_ARRAYAGG(JSON_OBJECT('node', p.node, 'keys', p.n)) USING utf8mb4) COLLATE utf8mb4_bin
            FROM (SELECT w.node, COUNT(*) AS n FROM kv_pending AS w GROUP BY w.node) AS p), '[]'),
        '}') AS reply, 1 AS n;
END //
DELIMITER ;
