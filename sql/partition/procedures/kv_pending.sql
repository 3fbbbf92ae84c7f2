-- kv_pending: one page of the keys that a node still lacks, in the order of their bytes.
--
-- In:     [{"node": "p2", "after": "a" or absent, "limit": 1000}], one request a CALL
-- Out:    0, {"keys": ["ab", …]}
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_pending //
CREATE PROCEDURE kv_pending(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_node VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin
        DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].node'));
    DECLARE l_after VARBINARY(512) DEFAULT COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].after')), '');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    SELECT 0 AS status, CONCAT('{"keys":[', COALESCE(GROUP_CONCAT(
        JSON_QUOTE(CONVERT(p.k USING utf8mb4)) ORDER BY p.k SEPARATOR ','), ''), ']}') AS reply
    FROM (
        SELECT w.k FROM kv_pending AS w WHERE w.node = l_node AND w.k > l_after ORDER BY w.k LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
