-- account_add_first: makes an account, unless there is one of that name.
--
-- In:     [{"name": "admin", "passwordHash": "…", "role": "admin"}, …]
-- Out:    one row a request, n its ordinal: 0, {"role": "admin"}: the role that the account has
-- Errors: none of its own
-- Locks:  the rows, in the order of their names
DELIMITER //
DROP PROCEDURE IF EXISTS account_add_first //
CREATE PROCEDURE account_add_first(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO account (name, password_hash, role, created_at)
    SELECT r.name, r.password_hash, r.role, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        password_hash VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.passwordHash',
        role VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.role')) AS r
    ORDER BY r.name
    ON DUPLICATE KEY UPDATE role = account.role;

    SELECT 0 AS status, JSON_OBJECT('role', a.role) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name')) AS r
    JOIN account AS a ON a.name = CAST(r.name AS BINARY)
    ORDER BY r.n;
END //
DELIMITER ;
