-- account_roles: gives an account other roles.
--
-- In:     [{"name": "ann", "roles": ["operator"], "by": "admin", "from": "127.0.0.1"}], one request a CALL
-- Out:    one row, n = 1: 0, {}
-- Errors: 40401 NOT_FOUND, no such account; 40906 LAST_ADMIN, nobody else could give roles then
-- Locks:  all administrators, then the account, then its roles
DELIMITER //
DROP PROCEDURE IF EXISTS account_roles //
CREATE PROCEDURE account_roles(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name, l_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_from VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_account BIGINT;
    DECLARE l_others, l_status INT DEFAULT 0;
    DECLARE l_before, l_after VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_wants_admin BOOLEAN;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.name, r.by_whom, r.from_address INTO l_name, l_by, l_from
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        by_whom VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.by',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from')) AS r;
    SELECT COALESCE(SUM(r.role = 'admin'), 0), COALESCE(GROUP_CONCAT(r.role ORDER BY r.role), '') INTO l_wants_admin, l_after
    FROM JSON_TABLE(p_requests, '$[0].roles[*]' COLUMNS (role VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) AS r;

    START TRANSACTION;

    -- All changes of administrators are one after the other.
    SELECT COALESCE(SUM(a.name <> CAST(l_name AS BINARY)), 0) INTO l_others
    FROM account_role AS o
    JOIN account AS a ON a.id = o.account_id
    WHERE o.role = 'admin' AND a.active AND a.confirmed
    FOR UPDATE;

    SELECT MAX(a.id) INTO l_account FROM account AS a WHERE a.name = CAST(l_name AS BINARY) FOR UPDATE;
    SELECT COALESCE(GROUP_CONCAT(o.role ORDER BY o.role), '') INTO l_before FROM account_role AS o WHERE o.account_id = l_account;

    SET l_status = CASE
        WHEN l_account IS NULL THEN 40401
        WHEN FIND_IN_SET('admin', l_before) AND NOT l_wants_admin AND l_others = 0 THEN 40906
        ELSE 0 END;

    -- Who gives what is there changes nothing.
    IF l_status = 0 AND l_before <> l_after THEN
        DELETE FROM account_role WHERE account_id = l_account;
        INSERT INTO account_role (account_id, role)
        SELECT l_account, r.role
        FROM JSON_TABLE(p_requests, '$[0].roles[*]' COLUMNS (role VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) AS r;

        INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
        VALUES (UTC_TIMESTAMP(6), l_by, l_from, 'user-roles', l_name, CONCAT('roles: ', l_before, ' -> ', l_after));
    END IF;

    COMMIT;

    SELECT l_status AS status, '{}' AS reply, 1 AS n;
END //
DELIMITER ;
