-- kv_forget: removes entries that this node no longer keeps, without a trace, unless they were written since.
--
-- In:     [{"key": "a", "version": 3}, …], no key twice
-- Out:    one row a request, n its ordinal: 0, {"key": "a", "forgotten": true}: true where the node holds nothing of the
--         key now
-- Errors: none of its own
-- Locks:  the rows, in the order of the requests
DELIMITER //
DROP PROCEDURE IF EXISTS kv_forget //
CREATE PROCEDURE kv_forget(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;

    SET TRANSACTION ISOLATION LEVEL READ COMMITTED;
    START TRANSACTION;

    DELETE e
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        k VARBINARY(2048) PATH '$.key', version BIGINT PATH '$.version')) AS r
    JOIN kv_entry AS e ON e.k = r.k
    WHERE e.version = r.version;

    SELECT 0 AS status, CONCAT('{"key":', JSON_QUOTE(CONVERT(r.k USING utf8mb4)),
        ',"forgotten":', IF(e.k IS NULL, 'true}', 'false}')) AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        n FOR ORDINALITY,
        k VARBINARY(2048) PATH '$.key')) AS r
    LEFT JOIN kv_entry AS e ON e.k = r.k
    ORDER BY r.n;

    COMMIT;
END //
DELIMITER ;
