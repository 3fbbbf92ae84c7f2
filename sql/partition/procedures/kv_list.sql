-- kv_list: one page of the keys of this node, in the order of their bytes.
--
-- In:     [{"prefix": "a" or absent, "after": "ab" or absent, "limit": 1000, "dead": true or absent}], one request a CALL;
--         dead: tombstones and expired ones too
-- Out:    0, {"keys": [{"key": "abc", "version": 3}, …]}
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS kv_list //
CREATE PROCEDURE kv_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_prefix VARBINARY(512) DEFAULT COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].prefix')), '');
    DECLARE l_after VARBINARY(512) DEFAULT COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].after')), '');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');
    DECLARE l_dead BOOLEAN DEFAULT COALESCE(JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].dead')), '') = 'true';
    -- Not below any key with the prefix, whatever bytes follow it.
    DECLARE l_last VARBINARY(1024) DEFAULT CONCAT(l_prefix, REPEAT(X'FF', 512));
    -- Without it GROUP_CONCAT would cut the page.
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    SELECT 0 AS status, CONCAT('{"keys":[', COALESCE(GROUP_CONCAT(
        '{"key":', JSON_QUOTE(CONVERT(p.k USING utf8mb4)), ',"version":', p.version, '}'
        ORDER BY p.k SEPARATOR ','), ''), ']}') AS reply
    FROM (
        SELECT e.k, e.version
        FROM kv_entry AS e
        WHERE e.k > l_after AND e.k >= l_prefix AND e.k <= l_last
            AND (l_dead OR e.expires IS NULL OR e.expires > l_now)
        ORDER BY e.k
        LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
