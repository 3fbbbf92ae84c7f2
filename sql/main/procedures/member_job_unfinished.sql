-- member_job_unfinished: the jobs that a server has still to do.
--
-- In:     [{"server": "…"}], one request a CALL
-- Out:    one row, n = 1: 0, {"ids": [7, …]}
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_unfinished //
CREATE PROCEDURE member_job_unfinished(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_server VARCHAR(64) CHARACTER SET ascii COLLATE ascii_bin
        DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].server'));

    SELECT 0 AS status,
        JSON_OBJECT('ids', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(j.id), '$'), JSON_ARRAY())) AS reply, 1 AS n
    FROM member_job AS j
    WHERE j.ended_at IS NULL AND j.server = l_server;
END //
DELIMITER ;
