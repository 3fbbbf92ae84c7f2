-- kv_list: one page of the keys of this node, in the order of their bytes.
--
-- In:     [{"prefix": "a" or absent, "after": "ab" or absent, "limit": 1000, "dead": true or absent}], one request a CALL;
--         dead: tombstones and expired ones too
-- Out:    one row, n = 1: 0, {"keys": [{"key": "abc", "version": 3}, …], "next": "ac" or null}: limit rows are looked at and no more, so there
--         are fewer keys where tombstones lie between; next is the last that was looked at, null where there are none behind
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_list //
CREATE PROCEDURE kv_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_prefix, l_after VARBINARY(512);
    DECLARE l_last VARBINARY(1024);
    DECLARE l_limit INT;
    DECLARE l_dead BOOLEAN;
    -- Without it GROUP_CONCAT would cut the page.
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    -- By JSON_TABLE, because JSON_UNQUOTE makes a question mark of an emoji on MariaDB.
    SELECT COALESCE(r.prefix, ''), COALESCE(r.after, ''), r.most, COALESCE(r.dead = 'true', FALSE)
    INTO l_prefix, l_after, l_limit, l_dead
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        prefix VARBINARY(2048) PATH '$.prefix',
        after VARBINARY(2048) PATH '$.after',
        most INT PATH '$.limit',
        dead VARCHAR(32) CHARACTER SET ascii COLLATE ascii_bin PATH '$.dead')) AS r;
    -- Not below any key with the prefix, whatever bytes follow it.
    SET l_last = CONCAT(l_prefix, REPEAT(X'FF', 512));

    SELECT 0 AS status, CONCAT('{"keys":[', COALESCE(GROUP_CONCAT(
        IF(p.lives, CONCAT('{"key":', JSON_QUOTE(CONVERT(p.k USING utf8mb4)), ',"version":', p.version, '}'), NULL)
        ORDER BY p.k SEPARATOR ','), ''), '],"next":',
        IF(COUNT(*) < l_limit, 'null', JSON_QUOTE(CONVERT(MAX(p.k) USING utf8mb4))), '}') AS reply, 1 AS n
    FROM (
        SELECT e.k, e.version, l_dead OR e.expires IS NULL OR e.expires > l_now AS lives
        FROM kv_entry AS e
        WHERE e.k > l_after AND e.k >= l_prefix AND e.k <= l_last
        ORDER BY e.k
        LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
