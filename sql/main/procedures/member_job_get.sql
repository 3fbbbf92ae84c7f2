-- member_job_get: jobs by their ids.
--
-- In:     [{"id": 7}, …]
-- Out:    one row a request, n its ordinal: 0, {"jobs": [{"server": "…", "cancelled": 0, "ended": 0, "spec": {…}, "report":
--         {…}}]}, an empty array where there is none
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_get //
CREATE PROCEDURE member_job_get(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, IF(j.id IS NULL, '{"jobs":[]}', CONCAT('{"jobs":[{"server":', JSON_QUOTE(j.server),
        ',"cancelled":', IF(j.cancelled, 'true', 'false'), ',"ended":', IF(j.ended_at IS NULL, 'false', 'true'),
        ',"spec":', j.spec, ',"report":', j.report, '}]}')) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        id BIGINT PATH '$.id')) AS r
    LEFT JOIN member_job AS j ON j.id = r.id
    ORDER BY r.n;
END //
DELIMITER ;
