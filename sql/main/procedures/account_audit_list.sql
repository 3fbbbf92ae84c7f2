-- account_audit_list: one page of what was changed on accounts.
--
-- In:     [{"before": 8, "limit": 20}], one request a CALL
-- Out:    one row, n = 1: 0, {"entries": [{"id": 7, "at": "2026-11-28T12:00:00Z", "who": "admin", "from": "127.0.0.1",
--         "action": "user-roles", "account": "ann", "details": "…"}, …]}: those with a number below before, the greatest, but
--         in no order in the array
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS account_audit_list //
CREATE PROCEDURE account_audit_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_before BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].before');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT 0 AS status, JSON_OBJECT('entries', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_EXTRACT(p.entry, '$')), '$'),
        JSON_ARRAY())) AS reply, 1 AS n
    FROM (
        SELECT JSON_OBJECT(
            'id', h.id,
            'at', DATE_FORMAT(h.at, '%Y-%m-%dT%H:%i:%sZ'),
            'who', h.by_whom,
            'from', CONVERT(h.from_address USING utf8mb4) COLLATE utf8mb4_bin,
            'action', CONVERT(h.action USING utf8mb4) COLLATE utf8mb4_bin,
            'account', h.account,
            'details', h.details) AS entry
        FROM account_audit AS h
        WHERE h.id < l_before
        ORDER BY h.id DESC
        LIMIT l_limit) AS p;
END //
DELIMITER ;
