-- member_job_list: one page of jobs.
--
-- In:     [{"before": 8, "limit": 20}], one request a CALL
-- Out:    one row, n = 1: 0, {"jobs": [report, …]}: those with an id below before, the greatest first, but in no order in
--         the array
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_list //
CREATE PROCEDURE member_job_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_before BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].before');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT 0 AS status, JSON_OBJECT('jobs', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_EXTRACT(p.report, '$')), '$'),
        JSON_ARRAY())) AS reply, 1 AS n
    FROM (
        SELECT j.report
        FROM member_job AS j
        WHERE j.id < l_before
        ORDER BY j.id DESC
        LIMIT l_limit) AS p;
END //
DELIMITER ;
