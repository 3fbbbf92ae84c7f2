-- card_place: moves a card user to a place; one that is not known yet is made.
--
-- In:     [{"userID": "ann", "deviceID": "A1", "tokenHash": "…" or absent, "lat": 1.5, "lng": 2.5}, …],
--         no (userID, deviceID) twice
-- Out:    one row a request, n its ordinal: 0, {"wizUserID": 1}
-- Errors: 40102 BAD_TOKEN, the user has a token and this is another
-- Locks:  the rows, in the order of (userID, deviceID)
DELIMITER //
DROP PROCEDURE IF EXISTS card_place //
CREATE PROCEDURE card_place(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    -- A user that has a token keeps its place unless the token is right: the row is rewritten as it was.
    INSERT INTO wiz_card_user (user_id, device_id, token_hash, lat, lng, placed_at)
    SELECT r.user_id, r.device_id, r.token_hash, r.lat, r.lng, UTC_TIMESTAMP(6)
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        user_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.userID',
        device_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.deviceID',
        token_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenHash',
        lat DOUBLE PATH '$.lat',
        lng DOUBLE PATH '$.lng')) AS r
    ORDER BY r.user_id, r.device_id
    ON DUPLICATE KEY UPDATE
        lat = IF(COALESCE(wiz_card_user.token_hash = VALUES(token_hash), wiz_card_user.token_hash IS NULL), VALUES(lat), wiz_card_user.lat),
        lng = IF(COALESCE(wiz_card_user.token_hash = VALUES(token_hash), wiz_card_user.token_hash IS NULL), VALUES(lng), wiz_card_user.lng),
        placed_at = IF(COALESCE(wiz_card_user.token_hash = VALUES(token_hash), wiz_card_user.token_hash IS NULL), VALUES(placed_at), wiz_card_user.placed_at);

    SELECT
        IF(COALESCE(u.token_hash = r.token_hash, u.token_hash IS NULL), 0, 40102) AS status,
        IF(COALESCE(u.token_hash = r.token_hash, u.token_hash IS NULL), JSON_OBJECT('wizUserID', u.id), '{}') AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        user_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.userID',
        device_id VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.deviceID',
        token_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.tokenHash')) AS r
    JOIN wiz_card_user AS u ON u.user_id = CAST(r.user_id AS BINARY)
        AND u.device_id = CAST(r.device_id AS BINARY)
    ORDER BY r.n;
END //
DELIMITER ;
