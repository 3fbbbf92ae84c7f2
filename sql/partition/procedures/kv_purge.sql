-- kv_purge: makes tombstones of what has expired, and removes old tombstones.
--
-- In:     [{"before": 17, "limit": 1000}], one request a CALL; tombstones up to before, in microseconds since 1970, go,
--         at most limit of them, and at most limit entries expire
-- Out:    one row, n = 1: 0, {"expired": 1, "purged": 1, "more": true}: more where another CALL would find more to do
-- Errors: none of its own
-- Locks:  the rows, in key order. A tombstone stays while a node lacks it (kv_pending), and while a change as old as it
--         waits for sync, because a copy may still hold the key
DELIMITER //
DROP PROCEDURE IF EXISTS kv_purge //
CREATE PROCEDURE kv_purge(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_before BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].before');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');
    DECLARE l_expired, l_purged, l_looked_at, l_most BIGINT DEFAULT 0;
    DECLARE l_at BIGINT;
    DECLARE l_k VARBINARY(512);
    DECLARE l_end BOOLEAN DEFAULT FALSE;
    DECLARE l_expiries CURSOR FOR
        SELECT x.at, x.k FROM (
            SELECT at, k FROM kv_expiry WHERE at <= l_now ORDER BY at, k LIMIT l_limit) AS x
        ORDER BY x.k, x.at;
    DECLARE l_deaths CURSOR FOR
        SELECT d.at, d.k FROM (
            SELECT at, k FROM kv_death WHERE at <= l_before ORDER BY at, k LIMIT l_limit) AS d
        ORDER BY d.k, d.at;
    DECLARE CONTINUE HANDLER FOR NOT FOUND SET l_end = TRUE;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    SET l_before = LEAST(l_before, COALESCE((SELECT c.at - 1 FROM kv_change AS c ORDER BY c.seq LIMIT 1), l_before));

    OPEN l_expiries;
    expiries: LOOP
        FETCH l_expiries INTO l_at, l_k;
        IF l_end THEN
            LEAVE expiries;
        END IF;
        SET l_looked_at = l_looked_at + 1;
        -- Its death is kept first, while the row still tells when that was.
        INSERT INTO kv_death (at, k)
        SELECT GREATEST(e.expires, e.version), e.k FROM kv_entry AS e
        WHERE e.k = l_k AND e.expires BETWEEN 1 AND l_now FOR UPDATE
        ON DUPLICATE KEY UPDATE at = VALUES(at);
        UPDATE kv_entry SET v = NULL, born = 0, type = NULL, expires = 0 WHERE k = l_k AND expires BETWEEN 1 AND l_now;
        SET l_expired = l_expired + ROW_COUNT();
        DELETE FROM kv_expiry WHERE at = l_at AND k = l_k;
    END LOOP;
    CLOSE l_expiries;
    SET l_most = l_looked_at;

    SET l_end = FALSE, l_looked_at = 0;
    OPEN l_deaths;
    deaths: LOOP
        FETCH l_deaths INTO l_at, l_k;
        IF l_end THEN
            LEAVE deaths;
        END IF;
        SET l_looked_at = l_looked_at + 1;
        DELETE FROM kv_death WHERE at = l_at AND k = l_k;
        IF EXISTS (SELECT 1 FROM kv_pending WHERE k = l_k) THEN
            -- To be looked at again next time, behind the others.
            INSERT INTO kv_death (at, k) VALUES (l_before + 1, l_k) ON DUPLICATE KEY UPDATE at = VALUES(at);
        ELSE
            DELETE FROM kv_entry WHERE k = l_k AND expires = 0 AND version <= l_at;
            SET l_purged = l_purged + ROW_COUNT();
        END IF;
    END LOOP;
    CLOSE l_deaths;

    SELECT 0 AS status, CONCAT('{"expired":', l_expired, ',"purged":', l_purged,
        ',"more":', IF(GREATEST(l_most, l_looked_at) >= l_limit, 'true}', 'false}')) AS reply, 1 AS n;

    COMMIT;
END //
DELIMITER ;
