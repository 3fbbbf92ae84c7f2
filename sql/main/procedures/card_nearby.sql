-- card_nearby: the cards of other users around a place, nearest first.
--
-- In:     [{"wizUserID": 1, "lat": 1.5, "lng": 2.5, "limit": 50}], one request a CALL
-- Out:    one row, n = 1: 0, {"cards": [{"wizUserID": 2, "firstName": "…" or null, …, "distanceM": 120}, …]}, in no order;
--         the square of 1 degree of latitude around the place is searched, over the 180th meridian too
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS card_nearby //
CREATE PROCEDURE card_nearby(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_self BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].wizUserID');
    DECLARE l_lat DOUBLE DEFAULT JSON_EXTRACT(p_requests, '$[0].lat');
    DECLARE l_lng DOUBLE DEFAULT JSON_EXTRACT(p_requests, '$[0].lng');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');

    SELECT 0 AS status, JSON_OBJECT('cards', COALESCE(JSON_EXTRACT(JSON_ARRAYAGG(JSON_OBJECT(
        'wizUserID', c.id, 'firstName', c.first_name, 'lastName', c.last_name, 'company', c.company,
        'email', c.email, 'phone', c.phone, 'distanceM', c.distance_m)), '$'), JSON_ARRAY())) AS reply, 1 AS n
    FROM (
        SELECT u.id, u.first_name, u.last_name, u.company, u.email, u.phone,
            -- Haversine on a sphere of 6,371 km; LEAST keeps a rounding error out of ASIN.
            ROUND(2 * 6371000 * ASIN(LEAST(1, SQRT(
                POW(SIN(RADIANS(u.lat - l_lat) / 2), 2)
                + COS(RADIANS(l_lat)) * COS(RADIANS(u.lat)) * POW(SIN(RADIANS(u.lng - l_lng) / 2), 2))))) AS distance_m
        FROM wiz_card_user AS u
        WHERE u.lat BETWEEN l_lat - 0.5 AND l_lat + 0.5
            AND ABS(MOD(u.lng - l_lng + 540, 360) - 180) <= 0.5
            AND u.id <> l_self
        ORDER BY distance_m, u.id
        LIMIT l_limit) AS c;
END //
DELIMITER ;
