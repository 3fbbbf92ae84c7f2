-- member_delete: deletes a member, if it lies on this node.
--
-- In:     [{"id": 1}], one request a CALL
-- Out:    one row, n = 1: 0, {"deleted": true}; false where the member lies elsewhere or nowhere
-- Errors: none of its own
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS member_delete //
CREATE PROCEDURE member_delete(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].id');

    DELETE FROM member WHERE id = l_id;

    SELECT 0 AS status, IF(ROW_COUNT() > 0, '{"deleted":true}', '{"deleted":false}') AS reply, 1 AS n;
END //
DELIMITER ;
