-- member_list_account: one page of the members of an account, from the unique key.
--
-- In:     [{"aid": 1, "after": 0, "limit": 100}], one request a CALL
-- Out:    a row for each member with a client_member_id above after, the lowest first, with the columns of member_list
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_list_account //
CREATE PROCEDURE member_list_account(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_aid BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].aid');
    DECLARE l_after BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].after');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT m.id, m.first_name, m.last_name, m.phone_number, m.client_member_id, m.account_id
    FROM member AS m FORCE INDEX (member_account)
    WHERE m.account_id = l_aid
        AND m.client_member_id > l_after
    ORDER BY m.client_member_id
    LIMIT l_limit;
END //
DELIMITER ;
