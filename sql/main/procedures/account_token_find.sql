-- account_token_find: whose a token is.
--
-- In:     [{"tokenHash": "…"}, …]
-- Out:    one row a request, n its ordinal: 0, {"name": "ann", "roles": ["user"], "id": 7, "leftMs": 1000}: its number, and
--         for how long it is valid still
-- Errors: 40101 UNAUTHORIZED, no such token, it has expired, or its account is not active
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_token_find //
CREATE PROCEDURE account_token_find(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT
        IF(a.id IS NULL, 40101, 0) AS status,
        IF(a.id IS NULL, '{}', JSON_OBJECT(
            'name', CONVERT(a.name USING utf8mb4) COLLATE utf8mb4_bin,
            'roles', JSON_EXTRACT((
                SELECT CONVERT(CONCAT('["', COALESCE(GROUP_CONCAT(o.role ORDER BY o.role SEPARATOR '","'), ''), '"]') USING utf8mb4)
                    COLLATE utf8mb4_bin
                FROM account_role AS o
                WHERE o.account_id = a.id), '$'),
            'id', t.id,
            'leftMs', TIMESTAMPDIFF(MICROSECOND, UTC_TIMESTAMP(6), t.expires_at) DIV 1000)) AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        token_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenHash')) AS r
    LEFT JOIN account_token AS t ON t.token_hash = r.token_hash AND t.expires_at > UTC_TIMESTAMP(6)
    LEFT JOIN account AS a ON a.id = t.account_id AND a.active
    ORDER BY r.n;
END //
DELIMITER ;
