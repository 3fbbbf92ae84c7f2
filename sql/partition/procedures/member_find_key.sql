-- member_find_key: members by their accounts and client_member_ids, which are unique together.
--
-- In:     [{"aid": 1, "cmid": 2}, …]
-- Out:    one row a request, n its ordinal: 0, {"many": false, "members": [{"id": 1, …}]}, an empty array where there is
--         none
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_find_key //
CREATE PROCEDURE member_find_key(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, IF(m.id IS NULL, '{"many":false,"members":[]}', CONCAT(
        '{"many":false,"members":', JSON_ARRAY(JSON_OBJECT(
        'id', m.id, 'first_name', m.first_name, 'last_name', m.last_name, 'phone_number', m.phone_number,
        'client_member_id', m.client_member_id, 'account_id', m.account_id)), '}')) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        aid BIGINT PATH '$.aid',
        cmid BIGINT PATH '$.cmid')) AS r
    LEFT JOIN member AS m ON m.account_id = r.aid AND m.client_member_id = r.cmid
    ORDER BY r.n;
END //
DELIMITER ;
