-- kv_changes: what clients wrote on this node and sync has not yet taken over, in order.
--
-- In:     [{"after": 0, "limit": 100}], one request a CALL
-- Out:    one row, n = 1: 0, {"changes": [{"seq": 1, "keys": ["a", …]}, …]}: those above after
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_changes //
CREATE PROCEDURE kv_changes(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_after BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].after');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    SELECT 0 AS status, CONCAT('{"changes":[', COALESCE(GROUP_CONCAT(
        '{"seq":', p.seq, ',"keys":', p.ks, '}' ORDER BY p.seq SEPARATOR ','), ''), ']}') AS reply, 1 AS n
    FROM (
        SELECT c.seq, c.ks FROM kv_change AS c WHERE c.seq > l_after ORDER BY c.seq LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
