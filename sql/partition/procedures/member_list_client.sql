-- member_list_client: one page of the members with a client_member_id, from its index, which ends with the id.
--
-- In:     [{"cmid": 1, "after": 0, "limit": 100}], one request a CALL
-- Out:    a row for each member with an id above after, the lowest first, with the columns of member_list
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_list_client //
CREATE PROCEDURE member_list_client(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_cmid BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].cmid');
    DECLARE l_after BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].after');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT m.id, m.first_name, m.last_name, m.phone_number, m.client_member_id, m.account_id
    FROM member AS m FORCE INDEX (member_client)
    WHERE m.client_member_id = l_cmid
        AND m.id > l_after
    ORDER BY m.id
    LIMIT l_limit;
END //
DELIMITER ;
