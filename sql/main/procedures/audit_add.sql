-- audit_add: writes down changes that are about to be made elsewhere.
--
-- In:     [{"attempt": 7, "by": "admin", "from": "127.0.0.1", "action": "member-delete", "details": "id 17"}, …], attempt is
--         another for each
-- Out:    one row a request, n its ordinal: 0, {}
-- Errors: none of its own; an attempt that is there stays as it is
-- Locks:  the rows
DELIMITER //
DROP PROCEDURE IF EXISTS audit_add //
CREATE PROCEDURE audit_add(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO account_audit (at, by_whom, from_address, action, account, details, attempt)
    SELECT UTC_TIMESTAMP(6), r.by_whom, r.from_address, r.action, '', r.details, r.attempt
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        attempt BIGINT PATH '$.attempt',
        by_whom VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.by',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        action VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.action',
        details VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.details')) AS r
    ORDER BY r.attempt
    ON DUPLICATE KEY UPDATE attempt = account_audit.attempt;

    SELECT 0 AS status, '{}' AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (n FOR ORDINALITY)) AS r
    ORDER BY r.n;
END //
DELIMITER ;
