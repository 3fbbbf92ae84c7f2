-- account_deactivate: has an account log in no more, and ends its tokens and links; or lets it log in again.
--
-- In:     [{"name": "ann", "active": false, "by": "admin", "from": "127.0.0.1"}], one request a CALL
-- Out:    one row, n = 1: 0, {"ended": 2}: how many tokens ended
-- Errors: 40401 NOT_FOUND, no such account; 40906 LAST_ADMIN, nobody else could make accounts active then
-- Locks:  all administrators, then the account, then its tokens
DELIMITER //
DROP PROCEDURE IF EXISTS account_deactivate //
CREATE PROCEDURE account_deactivate(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name, l_by VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_from, l_active VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_account BIGINT;
    DECLARE l_was_active BOOLEAN;
    DECLARE l_others, l_ended, l_status INT DEFAULT 0;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.name, r.active, r.by_whom, r.from_address INTO l_name, l_active, l_by, l_from
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        active VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.active',
        by_whom VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.by',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from')) AS r;
    SET l_active = l_active IN ('true', '1');

    START TRANSACTION;

    -- All changes of administrators are one after the other.
    SELECT COALESCE(SUM(a.name <> CAST(l_name AS BINARY)), 0) INTO l_others
    FROM account_role AS o
    JOIN account AS a ON a.id = o.account_id
    WHERE o.role = 'admin' AND a.active AND a.confirmed
    FOR UPDATE;

    SELECT MAX(a.id), MAX(a.active) INTO l_account, l_was_active FROM account AS a WHERE a.name = CAST(l_name AS BINARY) FOR UPDATE;

    SET l_status = CASE
        WHEN l_account IS NULL THEN 40401
        WHEN l_active = '0' AND l_others = 0
            AND EXISTS (SELECT 1 FROM account_role AS o WHERE o.account_id = l_account AND o.role = 'admin') THEN 40906
        ELSE 0 END;

    IF l_status = 0 THEN
        UPDATE account SET active = l_active = '1' WHERE id = l_account;

        IF l_active = '0' THEN
            DELETE FROM account_link WHERE account_id = l_account;
            DELETE FROM account_token WHERE account_id = l_account;
            SET l_ended = ROW_COUNT();
        END IF;

        IF l_was_active <> (l_active = '1') THEN
            INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
            VALUES (UTC_TIMESTAMP(6), l_by, l_from, 'user-deactivate', l_name,
                IF(l_active = '1', 'active again', 'not active'));
        END IF;
    END IF;

    COMMIT;

    SELECT l_status AS status, CONCAT('{"ended":', l_ended, '}') AS reply, 1 AS n;
END //
DELIMITER ;
