-- kv_node_state: what sync has still to do on this node, and the map of partitions that its keys are settled under.
--
-- In:     [{}], one request a CALL
-- Out:    one row, n = 1: 0, {"map": "…" or null, "memberMap": "…" or null, "hasMembers": true, "changes": 2, "oldestChange": microseconds since 1970 or null,
--         "pending": [{"node": "p2", "keys": 3}, …]}; more than 100,000 are not counted: changes are then at most so many,
--         pending keys at least 100,000
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_node_state //
CREATE PROCEDURE kv_node_state(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_most INT DEFAULT 100000;
    DECLARE l_changes BIGINT DEFAULT (SELECT COUNT(*) FROM (SELECT c.seq FROM kv_change AS c LIMIT l_most) AS few);
    DECLARE l_node VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin DEFAULT (SELECT MIN(w.node) FROM kv_pending AS w);
    DECLARE l_pending LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT '';

    IF l_changes >= l_most THEN
        SET l_changes = (SELECT MAX(c.seq) - MIN(c.seq) + 1 FROM kv_change AS c);
    END IF;
    WHILE l_node IS NOT NULL DO
        SET l_pending = CONCAT(l_pending, IF(l_pending = '', '', ','), '{"node":', JSON_QUOTE(l_node), ',"keys":', (
            SELECT COUNT(*) FROM (SELECT w.k FROM kv_pending AS w WHERE w.node = l_node LIMIT l_most) AS few), '}');
        SET l_node = (SELECT MIN(w.node) FROM kv_pending AS w WHERE w.node > l_node);
    END WHILE;

    SELECT 0 AS status, CONCAT(
        '{"map":', COALESCE((SELECT JSON_QUOTE(s.map) FROM kv_node AS s WHERE s.id = 1), 'null'),
        ',"memberMap":', COALESCE((SELECT JSON_QUOTE(s.member_map) FROM kv_node AS s WHERE s.id = 1), 'null'),
        ',"hasMembers":', IF(EXISTS (SELECT 1 FROM member), 'true', 'false'),
        ',"changes":', l_changes,
        ',"oldestChange":', COALESCE((SELECT c.at FROM kv_change AS c ORDER BY c.seq LIMIT 1), 'null'),
        ',"pending":[', l_pending, ']}') AS reply, 1 AS n;
END //
DELIMITER ;
