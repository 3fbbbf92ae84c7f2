-- lease_take: takes a lease that is free or has run out; its holder prolongs it.
--
-- In:     [{"name": "kv-sync", "holder": "…", "ms": 30000}], one request a CALL
-- Out:    one row, n = 1: 0, {"until": 17}: microseconds since 1970
-- Errors: 40903 LEASE_TAKEN, another holds it
-- Locks:  the row of the name
DELIMITER //
DROP PROCEDURE IF EXISTS lease_take //
CREATE PROCEDURE lease_take(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_now BIGINT DEFAULT CAST(UNIX_TIMESTAMP(SYSDATE(6)) * 1000000 AS UNSIGNED);
    DECLARE l_name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_holder VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_ms BIGINT;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    START TRANSACTION;

    -- By JSON_TABLE, because JSON_UNQUOTE makes a question mark of an emoji on MariaDB.
    SELECT r.name, r.holder, r.ms INTO l_name, l_holder, l_ms
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.name',
        holder VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.holder',
        ms BIGINT PATH '$.ms')) AS r;

    -- The columns are assigned one after the other, so until sees who holds the lease now.
    INSERT INTO lease (name, holder, until) VALUES (l_name, l_holder, l_now + l_ms * 1000)
    ON DUPLICATE KEY UPDATE
        holder = IF(lease.until <= l_now, VALUES(holder), lease.holder),
        until = IF(lease.holder = VALUES(holder), VALUES(until), lease.until);

    SELECT
        IF(l.holder = l_holder, 0, 40903) AS status,
        IF(l.holder = l_holder,
            JSON_OBJECT('until', l.until),
            JSON_OBJECT('Description', CONCAT(l.holder, ' holds ', l.name))) AS reply, 1 AS n
    FROM lease AS l WHERE l.name = l_name;

    COMMIT;
END //
DELIMITER ;
