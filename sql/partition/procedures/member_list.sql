-- member_list: one page of all members of this node, from the primary key.
--
-- In:     [{"after": 0, "limit": 100}], one request a CALL
-- Out:    a row for each member with an id above after, the lowest first; as columns, because to make JSON of a row costs more
--         than to read it
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_list //
CREATE PROCEDURE member_list(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_after BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].after');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT m.id, m.first_name, m.last_name, m.phone_number, m.client_member_id, m.account_id
    FROM member AS m
    WHERE m.id > l_after
    ORDER BY m.id
    LIMIT l_limit;
END //
DELIMITER ;
