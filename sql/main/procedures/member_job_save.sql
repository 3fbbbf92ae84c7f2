-- member_job_save: keeps how far a job is.
--
-- In:     [{"id": 7, "ended": true, "report": {…}}], one request a CALL
-- Out:    one row, n = 1: 0, {"cancelled": true} where somebody wants it to end
-- Errors: none of its own; what has ended stays as it is
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_save //
CREATE PROCEDURE member_job_save(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].id');
    DECLARE l_ended VARCHAR(8) DEFAULT JSON_EXTRACT(p_requests, '$[0].ended');

    UPDATE member_job
    SET report = JSON_EXTRACT(p_requests, '$[0].report'), ended_at = IF(l_ended = 'true', UTC_TIMESTAMP(6), NULL)
    WHERE id = l_id AND ended_at IS NULL;

    SELECT 0 AS status, IF(EXISTS (SELECT 1 FROM member_job WHERE id = l_id AND cancelled),
        '{"cancelled":true}', '{"cancelled":false}') AS reply, 1 AS n;
END //
DELIMITER ;
