-- member_find_client: members by their client_member_ids, where each stands in few accounts.
--
-- In:     [{"cmid": 1}, …]
-- Out:    one row a request, n its ordinal: 0, {"many": false, "members": [{"id": 1, …}, …]} with all of them, in no order;
--         where there are more than 16, {"many": true, "members": []}: those member_list_client reads, in pages
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_find_client //
CREATE PROCEDURE member_find_client(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    SELECT 0 AS status, IF(
        -- The seventeenth, from the index alone: however many there are, no more are read.
        (
            SELECT x.id
            FROM member AS x FORCE INDEX (member_client)
            WHERE x.client_member_id = r.cmid
            LIMIT 16, 1) IS NOT NULL,
        '{"many":true,"members":[]}',
        (
            SELECT CONCAT('{"many":false,"members":', COALESCE(JSON_ARRAYAGG(JSON_OBJECT(
                'id', m.id, 'first_name', m.first_name, 'last_name', m.last_name, 'phone_number', m.phone_number,
                'client_member_id', m.client_member_id, 'account_id', m.account_id)), '[]'), '}')
            FROM member AS m FORCE INDEX (member_client)
            WHERE m.client_member_id = r.cmid)) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        cmid BIGINT PATH '$.cmid')) AS r
    ORDER BY r.n;
END //
DELIMITER ;
