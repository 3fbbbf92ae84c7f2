-- kv_count: counts the keys of this node that live, some of them a CALL.
--
-- In:     [{"after": "a" or absent, "limit": 100000}], one request a CALL
-- Out:    one row, n = 1: 0, {"keys": 3, "next": "b" or null}: of the limit rows behind after; next is the last of them, null at the end
-- Errors: none of its own
-- Locks:  none; it does not read large values
DELIMITER //
DROP PROCEDURE IF EXISTS kv_count //
CREATE PROCEDURE kv_count(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_after, l_last VARBINARY(512);
    DECLARE l_offset INT;

    SELECT COALESCE(r.after, ''), r.most - 1 INTO l_after, l_offset
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        after VARBINARY(2048) PATH '$.after', most INT PATH '$.limit')) AS r;
    SET l_last = (SELECT e.k FROM kv_entry AS e WHERE e.k > l_after ORDER BY e.k LIMIT l_offset, 1);

    SELECT 0 AS status, CONCAT('{"keys":', COUNT(*), ',"next":',
        COALESCE(JSON_QUOTE(CONVERT(l_last USING utf8mb4)), 'null'), '}') AS reply, 1 AS n
    FROM kv_entry AS e
    WHERE e.k > l_after AND (l_last IS NULL OR e.k <= l_last) AND (e.expires IS NULL OR e.expires > l_now);
END //
DELIMITER ;
