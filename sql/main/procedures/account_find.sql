-- account_find: what is needed to check a password.
--
-- In:     [{"name": "admin"}, …]
-- Out:    one row a request, n its ordinal: 0, {"passwordHash": "…", "roles": ["admin"], "confirmed": true, "active": true},
--         roles in their order
-- Errors: 40101 UNAUTHORIZED, no such account
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_find //
CREATE PROCEDURE account_find(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT
        IF(a.id IS NULL, 40101, 0) AS status,
        IF(a.id IS NULL, '{}', JSON_OBJECT(
            'passwordHash', CONVERT(a.password_hash USING utf8mb4) COLLATE utf8mb4_bin,
            'roles', JSON_EXTRACT((
                SELECT CONVERT(CONCAT('["', COALESCE(GROUP_CONCAT(o.role ORDER BY o.role SEPARATOR '","'), ''), '"]') USING utf8mb4)
                    COLLATE utf8mb4_bin
                FROM account_role AS o
                WHERE o.account_id = a.id), '$'),
            'confirmed', JSON_EXTRACT(IF(a.confirmed, 'true', 'false'), '$'),
            'active', JSON_EXTRACT(IF(a.active, 'true', 'false'), '$'))) AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name')) AS r
    LEFT JOIN account AS a ON a.name = CAST(r.name AS BINARY)
    ORDER BY r.n;
END //
DELIMITER ;
