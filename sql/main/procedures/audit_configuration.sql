-- audit_configuration: writes down how a server is configured, if that is not how it was before.
--
-- In:     [{"from": "host.example.com", "details": "hosts: *; …"}], one request a CALL
-- Out:    one row, n = 1: 0, {}
-- Errors: none of its own
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS audit_configuration //
CREATE PROCEDURE audit_configuration(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
    SELECT UTC_TIMESTAMP(6), '', r.from_address, 'configuration', '', r.details
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        details VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.details')) AS r
    WHERE NOT EXISTS (
        SELECT 1
        FROM account_audit AS h
        WHERE h.id = (SELECT MAX(b.id) FROM account_audit AS b
                      WHERE b.action = 'configuration' AND b.from_address = r.from_address)
          AND h.details = r.details);

    SELECT 0 AS status, '{}' AS reply, 1 AS n;
END //
DELIMITER ;
