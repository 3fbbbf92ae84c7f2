-- account_add_first: makes an account, unless there is one of that name.
--
-- In:     [{"name": "admin", "passwordHash": "…", "role": "admin"}, …]
-- Out:    one row a request, n its ordinal: 0, {"id": 1}
-- Errors: none of its own
-- Locks:  the rows, in the order of their names
DELIMITER //
DROP PROCEDURE IF EXISTS account_add_first //
CREATE PROCEDURE account_add_first(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    INSERT INTO account (name, password_hash, created_at)
    SELECT r.name, r.password_hash, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        password_hash VARCHAR(512) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.passwordHash')) AS r
    ORDER BY r.name
    ON DUPLICATE KEY UPDATE name = account.name;

    -- One that has a role was there before.
    INSERT INTO account_role (account_id, role)
    SELECT a.id, r.role
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        role VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.role')) AS r
    JOIN account AS a ON a.name = CAST(r.name AS BINARY)
    LEFT JOIN account_role AS had ON had.account_id = a.id
    WHERE had.account_id IS NULL
    ORDER BY r.name
    ON DUPLICATE KEY UPDATE role = account_role.role;

    SELECT 0 AS status, JSON_OBJECT('id', a.id) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name')) AS r
    JOIN account AS a ON a.name = CAST(r.name AS BINARY)
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
