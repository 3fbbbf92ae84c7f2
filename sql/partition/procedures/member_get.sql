-- member_get: members by their ids, as far as they lie on this node.
--
-- In:     [{"id": 1}, …]
-- Out:    one row a request, n its ordinal: 0, {"members": [{"id": 1, …}]}, an empty array where the member lies elsewhere
--         or nowhere
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_get //
CREATE PROCEDURE member_get(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, IF(m.id IS NULL, '{"members":[]}', JSON_OBJECT('members', JSON_ARRAY(JSON_OBJECT(
        'id', m.id, 'first_name', m.first_name, 'last_name', m.last_name, 'phone_number', m.phone_number,
        'client_member_id', m.client_member_id, 'account_id', m.account_id)))) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        id BIGINT PATH '$.id')) AS r
    LEFT JOIN member AS m ON m.id = r.id
    ORDER BY r.n;
END //
DELIMITER ;
