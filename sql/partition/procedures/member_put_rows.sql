-- member_put_rows: adds members or brings them up to date, many at once, and counts exactly.
--
-- In:     [{"rows": [{"id": 1, "first_name": "…", "last_name": "…", "phone_number": "…", "client_member_id": 1,
--           "account_id": 1}, …]}], one request a CALL, no (account_id, client_member_id) twice; the id is for a new member,
--           one that is there keeps its own
-- Out:    one row, n = 1: 0, {"inserted": 1, "updated": 0, "skipped": 0}: skipped were there as they are
-- Errors: none of its own
-- Locks:  the rows and the gaps they go to, in the order of (account_id, client_member_id), so that the counts are exact
DELIMITER //
DROP PROCEDURE IF EXISTS member_put_rows //
CREATE PROCEDURE member_put_rows(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_rows BIGINT DEFAULT JSON_LENGTH(p_requests, '$[0].rows');
    DECLARE l_known BIGINT;
    DECLARE l_changed BIGINT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    SELECT COUNT(*), COALESCE(SUM(CAST(m.first_name AS BINARY) <> CAST(r.first_name AS BINARY)
        OR CAST(m.last_name AS BINARY) <> CAST(r.last_name AS BINARY) OR m.phone_number <> r.phone_number), 0)
    INTO l_known, l_changed
    FROM JSON_TABLE(p_requests, '$[0].rows[*]' COLUMNS (
        first_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.first_name',
        last_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.last_name',
        phone_number VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.phone_number',
        client_member_id BIGINT PATH '$.client_member_id',
        account_id BIGINT PATH '$.account_id')) AS r
    JOIN member AS m ON m.account_id = r.account_id AND m.client_member_id = r.client_member_id
    -- MySQL refuses to lock a JSON_TABLE (error 3569), so it is told which table is meant; MariaDB passes over the comment.
    FOR UPDATE /*!80001 OF m */;

    INSERT INTO member (id, first_name, last_name, phone_number, client_member_id, account_id)
    SELECT r.id, r.first_name, r.last_name, r.phone_number, r.client_member_id, r.account_id
    FROM JSON_TABLE(p_requests, '$[0].rows[*]' COLUMNS (
        id VARCHAR(32) PATH '$.id',
        first_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.first_name',
        last_name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.last_name',
        phone_number VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.phone_number',
        client_member_id BIGINT PATH '$.client_member_id',
        account_id BIGINT PATH '$.account_id')) AS r
    ORDER BY r.account_id, r.client_member_id
    ON DUPLICATE KEY UPDATE
        first_name = VALUES(first_name), last_name = VALUES(last_name), phone_number = VALUES(phone_number);

    SELECT 0 AS status, CONCAT('{"inserted":', l_rows - l_known, ',"updated":', l_changed,
        ',"skipped":', l_known - l_changed, '}') AS reply, 1 AS n;

    COMMIT;
END //
DELIMITER ;
