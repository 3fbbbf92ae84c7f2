-- member_list_account: one page of the members of an account, from the unique key.
--
-- In:     [{"aid": 1, "after": 0, "limit": 100}], one request a CALL
-- Out:    one row, n = 1: 0, {"members": [{"id": 1, …}, …]}: those with a client_member_id above after, the lowest first,
--         but in no order in the array
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

    SELECT 0 AS status, JSON_OBJECT('members', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_OBJECT(
        'id', p.id, 'first_name', p.first_name, 'last_name', p.last_name, 'phone_number', p.phone_number,
        'client_member_id', p.client_member_id, 'account_id', p.account_id)), '$'), JSON_ARRAY())) AS reply, 1 AS n
    FROM (
        SELECT m.id, m.first_name, m.last_name, m.phone_number, m.client_member_id, m.account_id
        FROM member AS m FORCE INDEX (member_account)
        WHERE m.account_id = l_aid
            AND m.client_member_id > l_after
        ORDER BY m.client_member_id
        LIMIT l_limit) AS p;
END //
DELIMITER ;
