-- account_list: one page of accounts.
--
-- In:     [{"after": "ann", "limit": 20}], one request a CALL
-- Out:    one row, n = 1: 0, {"users": [{"name": "bob", "email": "…" or null, "roles": ["user"], "confirmed": true,
--         "active": true, "createdAt": "2026-11-28T12:00:00Z"}, …]}: those whose names come after, the first in the order of
--         bytes, but in no order in the array
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_list //
CREATE PROCEDURE account_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_after VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_limit INT;

    SELECT r.after_name, r.page INTO l_after, l_limit
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        after_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.after',
        page INT PATH '$.limit')) AS r;

    SELECT 0 AS status, JSON_OBJECT('users', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_EXTRACT(p.user, '$')), '$'),
        JSON_ARRAY())) AS reply, 1 AS n
    FROM (
        SELECT JSON_OBJECT(
            'name', CONVERT(a.name USING utf8mb4) COLLATE utf8mb4_bin,
            'email', a.email,
            'roles', JSON_EXTRACT((
                SELECT CONVERT(CONCAT('["', COALESCE(GROUP_CONCAT(o.role ORDER BY o.role SEPARATOR '","'), ''), '"]') USING utf8mb4)
                    COLLATE utf8mb4_bin
                FROM account_role AS o
                WHERE o.account_id = a.id), '$'),
            'confirmed', JSON_EXTRACT(IF(a.confirmed, 'true', 'false'), '$'),
            'active', JSON_EXTRACT(IF(a.active, 'true', 'false'), '$'),
            'createdAt', DATE_FORMAT(a.created_at, '%Y-%m-%dT%H:%i:%sZ')) AS user
        FROM account AS a
        WHERE a.name > CAST(l_after AS BINARY)
        ORDER BY a.name
        LIMIT l_limit) AS p;
END //
DELIMITER ;
