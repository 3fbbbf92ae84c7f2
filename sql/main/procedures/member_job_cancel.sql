-- member_job_cancel: says that a job shall end before its time.
--
-- In:     [{"id": 7}], one request a CALL
-- Out:    one row, n = 1: 0, {"cancelled": true}; false where it has ended, writes rows that are all or none, or is not
--         there
-- Errors: none of its own; what has ended stays as it is
-- Locks:  the row, as member_job_save does: a job that says there that it writes is not cancelled thereafter
DELIMITER //
DROP PROCEDURE IF EXISTS member_job_cancel //
CREATE PROCEDURE member_job_cancel(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].id');

    UPDATE member_job
    SET cancelled = TRUE
    WHERE id = l_id AND ended_at IS NULL
        AND COALESCE(JSON_UNQUOTE(JSON_EXTRACT(report, '$.writing')), 'false') <> 'true';

    SELECT 0 AS status, IF(EXISTS (SELECT 1 FROM member_job WHERE id = l_id AND ended_at IS NULL AND cancelled),
        '{"cancelled":true}', '{"cancelled":false}') AS reply, 1 AS n;
END //
DELIMITER ;
