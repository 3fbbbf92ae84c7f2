-- account_mail_end: says what became of a mail that was taken.
--
-- In:     [{"id": 7, "tries": 1, "linkHash": "…" or absent, "againMs": 1000 or absent}], one request a CALL: the hash of the
--         link where the mail was not sent, which ends then; when it is to be tried again, and absent where it is not
-- Out:    one row, n = 1: 0, {}
-- Errors: none of its own; a mail that another server has taken meanwhile stays as it is
-- Locks:  the mail, then the link
DELIMITER //
DROP PROCEDURE IF EXISTS account_mail_end //
CREATE PROCEDURE account_mail_end(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_id, l_again BIGINT;
    DECLARE l_tries INT;
    DECLARE l_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.id, r.tries, r.link_hash, r.again_ms INTO l_id, l_tries, l_hash, l_again
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        id BIGINT PATH '$.id',
        tries INT PATH '$.tries',
        link_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.linkHash',
        again_ms BIGINT PATH '$.againMs')) AS r;

    START TRANSACTION;

    IF l_again IS NULL THEN
        DELETE FROM account_mail WHERE id = l_id AND tries = l_tries;
    ELSE
        UPDATE account_mail SET due_at = UTC_TIMESTAMP(6) + INTERVAL l_again * 1000 MICROSECOND
        WHERE id = l_id AND tries = l_tries;
    END IF;
    DELETE FROM account_link WHERE link_hash = l_hash;

    COMMIT;

    SELECT 0 AS status, '{}' AS reply, 1 AS n;
END //
DELIMITER ;
