-- member_update: changes the fields that are given of a member, if it lies on this node. Its account stays.
--
-- In:     [{"id": 1, "first_name": "…" or absent, "last_name": …, "phone_number": …, "client_member_id": …, "account_id": …}],
--         one request a CALL; account_id is compared only
-- Out:    one row, n = 1: 0, {"members": [{"id": 1, …}]}, the member as it is now; an empty array where it lies elsewhere
--         or nowhere
-- Errors: 40005 BAD_FIELD where account_id is another, 40901 MEMBER_EXISTS where the account has another member with this
--         client_member_id; nothing is changed then
-- Locks:  the row
DELIMITER //
DROP PROCEDURE IF EXISTS member_update //
CREATE PROCEDURE member_update(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].id');
    DECLARE l_account BIGINT;
    DECLARE l_wanted BIGINT;
    DECLARE EXIT HANDLER FOR 1062
    BEGIN
        ROLLBACK;
        SELECT 40901 AS status, JSON_OBJECT(
            'Description', CONCAT('account ', l_account, ' has a member with client_member_id ',
                JSON_EXTRACT(p_requests, '$[0].client_member_id')),
            'Field', 'client_member_id') AS reply, 1 AS n;
    END;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    SELECT m.account_id, COALESCE(r.account_id, m.account_id) INTO l_account, l_wanted
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (account_id BIGINT PATH '$.account_id')) AS r
    JOIN member AS m
    WHERE m.id = l_id
    -- MySQL refuses to lock a JSON_TABLE (error 3569), so it is told which table is meant; MariaDB passes over the comment.
    FOR UPDATE /*!80001 OF m */;

    IF l_account IS NULL THEN
        SELECT 0 AS status, '{"members":[]}' AS reply, 1 AS n;
    ELSEIF l_account <> l_wanted THEN
        SELECT 40005 AS status, JSON_OBJECT('Description', CONCAT('account_id cannot be changed: member ', l_id,
            ' belongs to account ', l_account, '; delete it there and create it here'), 'Field', 'account_id') AS reply,
            1 AS n;
    ELSE
        UPDATE member AS m
        JOIN JSON_TABLE(p_requests, '$[0]' COLUMNS (
            first_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.first_name',
            last_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.last_name',
            phone_number VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.phone_number',
            client_member_id BIGINT PATH '$.client_member_id')) AS r
        SET m.first_name = COALESCE(r.first_name, m.first_name),
            m.last_name = COALESCE(r.last_name, m.last_name),
            m.phone_number = COALESCE(r.phone_number, m.phone_number),
            m.client_member_id = COALESCE(r.client_member_id, m.client_member_id)
        WHERE m.id = l_id;

        SELECT 0 AS status, JSON_OBJECT('members', JSON_ARRAY(JSON_OBJECT(
            'id', m.id, 'first_name', m.first_name, 'last_name', m.last_name, 'phone_number', m.phone_number,
            'client_member_id', m.client_member_id, 'account_id', m.account_id))) AS reply, 1 AS n
        FROM member AS m
        WHERE m.id = l_id;
    END IF;

    COMMIT;
END //
DELIMITER ;
