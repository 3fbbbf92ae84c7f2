-- card_register: finds or makes a card user, places it, and gives it a new token. A request that was carried out within
-- 24 hours is not carried out again, and gets the salt of its token; another one under its name is refused.
--
-- In:     [{"userID": "ann", "deviceID": "A1", "tokenHash": "…", "lat": 1.5, "lng": 2.5, "firstName": "…" or absent,
--           "lastName", "company", "email", "phone": the same, "tokenSalt": "…", "requestHash": "…" or absent,
--           "fingerprint": "…"}, …],
--         no (userID, deviceID) twice; of the user, what is absent stays
-- Out:    one row a request, n its ordinal: 0, {"wizUserID": 1, "tokenSalt": "…"}: the salt that came, or the one of the
--         first time
-- Errors: 42203 IDEMPOTENCY_MISMATCH, the request of that hash had another fingerprint
-- Locks:  the requests, in the order of their hashes; then the users, in the order of (userID, deviceID)
DELIMITER //
DROP PROCEDURE IF EXISTS card_register //
CREATE PROCEDURE card_register(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    -- A few of the oldest go with each CALL, so that nothing has to clean up; outside of the transaction, because the gap
    -- that this locks is where another one inserts.
    DELETE FROM card_request WHERE created_at < UTC_TIMESTAMP(6) - INTERVAL 24 HOUR ORDER BY created_at LIMIT 1000;

    START TRANSACTION;

    INSERT INTO card_request (request_hash, token_salt, fingerprint, created_at)
    SELECT r.request_hash, r.token_salt, r.fingerprint, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        token_salt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenSalt',
        fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.fingerprint')) AS r
    WHERE r.request_hash IS NOT NULL
    ORDER BY r.request_hash
    ON DUPLICATE KEY UPDATE token_salt = card_request.token_salt;

    INSERT INTO wiz_card_user (user_id, device_id, token_hash, lat, lng, first_name, last_name, company, email, phone, placed_at)
    SELECT r.user_id, r.device_id, r.token_hash, r.lat, r.lng, r.first_name, r.last_name, r.company, r.email, r.phone, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        user_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.userID',
        device_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.deviceID',
        token_hash VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.tokenHash',
        lat DOUBLE PATH '$.lat',
        lng DOUBLE PATH '$.lng',
        first_name VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.firstName',
        last_name VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.lastName',
        company VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.company',
        email VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.email',
        phone VARCHAR(300) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.phone',
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        token_salt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenSalt')) AS r
    LEFT JOIN card_request AS k ON k.request_hash = r.request_hash
    -- Another salt is that of the first time.
    WHERE k.request_hash IS NULL OR k.token_salt = r.token_salt
    ORDER BY r.user_id, r.device_id
    ON DUPLICATE KEY UPDATE
        token_hash = VALUES(token_hash), lat = VALUES(lat), lng = VALUES(lng), placed_at = VALUES(placed_at),
        first_name = COALESCE(VALUES(first_name), wiz_card_user.first_name),
        last_name = COALESCE(VALUES(last_name), wiz_card_user.last_name),
        company = COALESCE(VALUES(company), wiz_card_user.company),
        email = COALESCE(VALUES(email), wiz_card_user.email),
        phone = COALESCE(VALUES(phone), wiz_card_user.phone);

    SELECT
        IF(k.fingerprint <> r.fingerprint, 42203, 0) AS status,
        IF(k.fingerprint <> r.fingerprint, '{"Field":"requestId"}',
            JSON_OBJECT('wizUserID', u.id, 'tokenSalt', COALESCE(k.token_salt, r.token_salt))) AS reply,
        r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        user_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.userID',
        device_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.deviceID',
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash',
        token_salt VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenSalt',
        fingerprint VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.fingerprint')) AS r
    JOIN wiz_card_user AS u ON u.user_id = CAST(r.user_id AS BINARY)
        AND u.device_id = CAST(r.device_id AS BINARY)
    LEFT JOIN card_request AS k ON k.request_hash = r.request_hash
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
