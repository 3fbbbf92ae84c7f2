-- member_job_cancel: says that a job shall end before its time.
--
-- In:     [{"id": 7}], one request a CALL
-- Out:    0, {}
-- Errors: none of its own; what has ended stays as it is
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_cancel //
CREATE PROCEDURE member_job_cancel(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    UPDATE member_job SET cancelled = TRUE WHERE id = JSON_EXTRACT(p_requests, '$[0].id') AND ended_at IS NULL;

    SELECT 0 AS status, '{}' AS reply;
END //
DELIMITER ;
