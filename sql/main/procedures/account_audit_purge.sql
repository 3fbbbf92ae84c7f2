-- account_audit_purge: forgets what was changed on accounts long ago.
--
-- In:     [{"keepSeconds": 31536000}], one request a CALL
-- Out:    one row, n = 1: 0, {"purged": 1000}: 1,000 at most
-- Errors: none of its own
-- Locks:  the rows
DELIMITER //
DROP PROCEDURE IF EXISTS account_audit_purge //
CREATE PROCEDURE account_audit_purge(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_keep BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].keepSeconds');

    DELETE FROM account_audit WHERE at < UTC_TIMESTAMP(6) - INTERVAL l_keep SECOND ORDER BY at LIMIT 1000;

    SELECT 0 AS status, CONCAT('{"purged":', ROW_COUNT(), '}') AS reply, 1 AS n;
END //
DELIMITER ;
