-- member_job_add: keeps a new job; jobs that ended more than 30 days ago go.
--
-- In:     [{"id": 7, "server": "…", "spec": {…}, "report": {…}}], one request a CALL
-- Out:    one row, n = 1: 0, {}
-- Errors: none of its own; a job that is there stays as it is
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_add //
CREATE PROCEDURE member_job_add(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    -- A few of the oldest go with each CALL, so that nothing has to clean up.
    DELETE FROM member_job WHERE ended_at < UTC_TIMESTAMP(6) - INTERVAL 30 DAY ORDER BY ended_at LIMIT 100;

    INSERT INTO member_job (id, server, spec, report)
    VALUES (
        JSON_EXTRACT(p_requests, '$[0].id'),
        JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].server')),
        JSON_EXTRACT(p_requests, '$[0].spec'),
        JSON_EXTRACT(p_requests, '$[0].report'))
    ON DUPLICATE KEY UPDATE id = VALUES(id);

    SELECT 0 AS status, '{}' AS reply, 1 AS n;
END //
DELIMITER ;
