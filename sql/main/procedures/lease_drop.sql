-- lease_drop: gives a lease back; one that another holds, or nobody, is left as it is.
--
-- In:     [{"name": "kv-sync", "holder": "…"}], one request a CALL
-- Out:    one row, n = 1: 0, {"dropped": 0 or 1}
-- Errors: none of its own
-- Locks:  the row of the name
DELIMITER //
DROP PROCEDURE IF EXISTS lease_drop //
CREATE PROCEDURE lease_drop(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_holder VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;

    -- By JSON_TABLE, because JSON_UNQUOTE makes a question mark of an emoji on MariaDB.
    SELECT r.name, r.holder INTO l_name, l_holder
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.name',
        holder VARCHAR(600) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.holder')) AS r;

    DELETE FROM lease WHERE name = l_name AND holder = l_holder;

    SELECT 0 AS status, CONCAT('{"dropped":', ROW_COUNT(), '}') AS reply, 1 AS n;
END //
DELIMITER ;
