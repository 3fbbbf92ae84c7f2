-- account_mail_ask: has a link sent, once it is looked up whose it is. Whether there is such an account makes no difference here.
--
-- In:     [{"kind": "reset", "addressee": "ann"}, …], a name or an address of mail, none twice
-- Out:    one row a request, n its ordinal: 0, {}
-- Errors: none of its own
-- Locks:  the rows, in the order of their addressees
DELIMITER //
DROP PROCEDURE IF EXISTS account_mail_ask //
CREATE PROCEDURE account_mail_ask(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    INSERT INTO account_mail (kind, addressee, due_at, tries)
    SELECT r.kind, r.addressee, UTC_TIMESTAMP(6), 0
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (
        kind VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.kind',
        addressee VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.addressee')) AS r
    ORDER BY r.addressee
    -- One that is being sent, or waits to be tried again, is sent once more: whoever sends it now ends it with another number of tries.
    ON DUPLICATE KEY UPDATE
        due_at = IF(account_mail.tries > 0, VALUES(due_at), account_mail.due_at),
        tries = IF(account_mail.tries > 0, account_mail.tries + 1, 0);

    SELECT 0 AS status, '{}' AS reply, r.n
    FROM JSON_TABLE(p_requests, '$[*]' COLUMNS (n FOR ORDINALITY)) AS r
    ORDER BY r.n;
END //
DELIMITER ;
