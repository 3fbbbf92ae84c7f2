-- account_link_find: whose a link is, before a password is hashed for it.
--
-- In:     [{"linkHash": "…", "kind": "reset"}, …]
-- Out:    one row a request, n its ordinal: 0, {"name": "ann", "email": "ann@example.org"}
-- Errors: 40404 LINK_ENDED, there is none, or it has expired, or its account is not active
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_link_find //
CREATE PROCEDURE account_link_find(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT
        IF(a.id IS NULL, 40404, 0) AS status,
        IF(a.id IS NULL, '{}', JSON_OBJECT('name', CONVERT(a.name USING utf8mb4) COLLATE utf8mb4_bin, 'email', a.email)) AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        link_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.linkHash',
        kind VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.kind')) AS r
    LEFT JOIN account_link AS k ON k.link_hash = r.link_hash AND k.kind = r.kind AND k.expires_at > UTC_TIMESTAMP(6)
    LEFT JOIN account AS a ON a.id = k.account_id AND a.active
    ORDER BY r.n;
END //
DELIMITER ;
