-- kv_pending: one page of the keys that a node still lacks, in the order of their bytes.
--
-- In:     [{"node": "p2", "after": "a" or absent, "limit": 1000}], one request a CALL
-- Out:    one row, n = 1: 0, {"keys": ["ab", …]}
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_pending //
CREATE PROCEDURE kv_pending(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_node VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_after VARBINARY(512);
    DECLARE l_limit INT;
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    -- By JSON_TABLE, because JSON_UNQUOTE makes a question mark of an emoji on MariaDB.
    SELECT r.node, COALESCE(r.after, ''), r.most INTO l_node, l_after, l_limit
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        node VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.node',
        after VARBINARY(2048) PATH '$.after',
        most INT PATH '$.limit')) AS r;

    SELECT 0 AS status, CONCAT('{"keys":[', COALESCE(GROUP_CONCAT(
        JSON_QUOTE(CONVERT(p.k USING utf8mb4)) ORDER BY p.k SEPARATOR ','), ''), ']}') AS reply, 1 AS n
    FROM (
        SELECT w.k FROM kv_pending AS w WHERE w.node = l_node AND w.k > l_after ORDER BY w.k LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
