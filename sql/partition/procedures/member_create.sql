-- member_create: adds members.
--
-- In:     [{"id": 1, "first_name": "…", "last_name": "…", "phone_number": "…", "client_member_id": 1, "account_id": 1}, …],
--         no (account_id, client_member_id) twice
-- Out:    one row a request, n its ordinal: 0, the member as it is stored
-- Errors: 40901 MEMBER_EXISTS; a request whose id is already that of its member was carried out before and is told so.
--         50001 INTERNAL, the id is that of another member, so somebody stored rows with ids that main did not give
-- Locks:  the rows, in the order of (account_id, client_member_id)
DELIMITER //
DROP PROCEDURE IF EXISTS member_create //
CREATE PROCEDURE member_create(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO member (id, first_name, last_name, phone_number, client_member_id, account_id)
    SELECT r.id, r.first_name, r.last_name, r.phone_number, r.client_member_id, r.account_id
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        id VARCHAR(32) PATH '$.id',
        first_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.first_name',
        last_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.last_name',
        phone_number VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.phone_number',
        client_member_id BIGINT PATH '$.client_member_id',
        account_id BIGINT PATH '$.account_id')) AS r
    ORDER BY r.account_id, r.client_member_id
    ON DUPLICATE KEY UPDATE id = member.id;

    SELECT
        CASE WHEN m.id IS NULL THEN 50001 WHEN m.id = r.id THEN 0 ELSE 40901 END AS status,
        CASE WHEN m.id IS NULL THEN JSON_OBJECT('Description', CONCAT('the id ', r.id, ' is that of another member'))
        WHEN m.id = r.id THEN
            JSON_OBJECT('id', m.id, 'first_name', m.first_name, 'last_name', m.last_name,
                'phone_number', m.phone_number, 'client_member_id', m.client_member_id, 'account_id', m.account_id)
        ELSE
            JSON_OBJECT('Description', CONCAT('account ', m.account_id, ' has a member with client_member_id ', m.client_member_id),
                'Field', 'client_member_id')
        END AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        id BIGINT PATH '$.id',
        client_member_id BIGINT PATH '$.client_member_id',
        account_id BIGINT PATH '$.account_id')) AS r
    LEFT JOIN member AS m ON m.account_id = r.account_id AND m.client_member_id = r.client_member_id
    ORDER BY r.n;
END //
DELIMITER ;
