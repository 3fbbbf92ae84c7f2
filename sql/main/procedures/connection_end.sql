-- connection_end: ends a connection of this server in the middle of its CALL, which is rolled back.
--
-- In:     [{"id": 7}], one request a CALL: the CONNECTION_ID() of the connection
-- Out:    0, {}
-- Errors: none of its own; 1094 where there is no such connection, 1095 where it is another's or in no CALL
-- Locks:  none. Within a CALL a connection belongs to the owner of the procedure, so only that owner may end it
DELIMITER //
DROP PROCEDURE IF EXISTS connection_end //
CREATE PROCEDURE connection_end(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].id');

    KILL l_id;

    SELECT 0 AS status, JSON_OBJECT() AS reply;
END //
DELIMITER ;
