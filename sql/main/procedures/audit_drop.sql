-- audit_drop: takes back what was written down of changes that were not made.
--
-- In:     [{"attempt": 7}, …], as audit_add had them
-- Out:    one row a request, n its ordinal: 0, {}
-- Errors: none of its own
-- Locks:  the rows
DELIMITER //
DROP PROCEDURE IF EXISTS audit_drop //
CREATE PROCEDURE audit_drop(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DELETE h
    FROM account_audit AS h
    JOIN JSON_TABLE(p_requests, '$[*]' COLUMNS (attempt BIGINT PATH '$.attempt')) AS r ON r.attempt = h.attempt;

    SELECT 0 AS status, '{}' AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (n FOR ORDINALITY)) AS r
    ORDER BY r.n;
END //
DELIMITER ;
