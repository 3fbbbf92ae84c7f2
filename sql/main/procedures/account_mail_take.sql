-- account_mail_take: takes the mail that is due, and makes the link that it will hold.
--
-- In:     [{"linkHash": "…", "confirmSeconds": 172800, "resetSeconds": 3600, "leaseSeconds": 120}], one request a CALL: for how
--         long links are valid, and when another server tries if this one is not heard of
-- Out:    one row, n = 1: 0, {"id": 7, "kind": "reset", "name": "ann", "email": "ann@example.org", "tries": 1}; {"id": 0} where
--         what was due has nobody to go to; {} where nothing is due
-- Errors: none of its own
-- Locks:  the mail; mails that another server has taken are passed over
DELIMITER //
DROP PROCEDURE IF EXISTS account_mail_take //
CREATE PROCEDURE account_mail_take(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_hash, l_kind VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_confirm_s, l_reset_s, l_lease_s, l_id, l_account BIGINT;
    DECLARE l_tries INT;
    DECLARE l_addressee, l_email VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.link_hash, r.confirm_s, r.reset_s, r.lease_s INTO l_hash, l_confirm_s, l_reset_s, l_lease_s
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        link_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.linkHash',
        confirm_s BIGINT PATH '$.confirmSeconds',
        reset_s BIGINT PATH '$.resetSeconds',
        lease_s BIGINT PATH '$.leaseSeconds')) AS r;

    DELETE FROM account_link WHERE expires_at < l_now ORDER BY expires_at LIMIT 100;

    START TRANSACTION;

    SELECT m.id, m.kind, m.addressee, m.tries + 1 INTO l_id, l_kind, l_addressee, l_tries
    FROM account_mail AS m
    WHERE m.due_at <= l_now ORDER BY m.due_at, m.id LIMIT 1
    FOR UPDATE SKIP LOCKED;

    IF LOCATE('@', l_addressee) > 0 THEN
        -- One mail for each account that has the address, the confirmed ones first.
        INSERT INTO account_mail (kind, addressee, due_at, tries)
        SELECT l_kind, CONVERT(a.name USING utf8mb4), l_now, 0
        FROM account AS a WHERE a.email = l_addressee AND a.active ORDER BY a.confirmed DESC, a.id LIMIT 10
        ON DUPLICATE KEY UPDATE tries = account_mail.tries;
    ELSE
        -- Of one kind an account gets five within an hour at most; of those with one address whose owner has confirmed none, all together,
        -- so that nobody fills the mailbox of somebody else by many accounts, nor takes the mails of a confirmed one.
        SELECT MAX(a.id), MAX(a.email) INTO l_account, l_email
        FROM account AS a
        WHERE a.name = CAST(l_addressee AS BINARY) AND a.email IS NOT NULL AND a.active
            AND (l_kind = 'reset' OR NOT a.confirmed)
            AND 5 > (SELECT COUNT(*) FROM account AS o JOIN account_link AS k ON k.account_id = o.id
                WHERE o.email = a.email AND (o.id = a.id OR NOT o.confirmed AND NOT a.confirmed) AND k.kind = l_kind
                    AND k.created_at > l_now - INTERVAL 1 HOUR);
    END IF;

    IF l_account IS NULL THEN
        DELETE FROM account_mail WHERE id = l_id;
    ELSE
        UPDATE account_mail SET tries = l_tries, due_at = l_now + INTERVAL l_lease_s SECOND WHERE id = l_id;
        INSERT INTO account_link (account_id, kind, link_hash, created_at, expires_at)
        VALUES (l_account, l_kind, l_hash, l_now, l_now + INTERVAL IF(l_kind = 'reset', l_reset_s, l_confirm_s) SECOND);
    END IF;

    COMMIT;

    SELECT 0 AS status, CASE
        WHEN l_id IS NULL THEN '{}'
        WHEN l_account IS NULL THEN '{"id":0}'
        ELSE JSON_OBJECT('id', l_id + 0, 'kind', CONVERT(l_kind USING utf8mb4), 'name', l_addressee, 'email', l_email,
            'tries', l_tries + 0) END AS reply, 1 AS n;
END //
DELIMITER ;
