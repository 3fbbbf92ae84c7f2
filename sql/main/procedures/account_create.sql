-- account_create: makes an account, which has to confirm its address where it made itself.
--
-- In:     [{"name": "ann", "passwordHash": "…", "roles": ["user"], "email": "…" or absent, "confirmed": false,
--           "maxUnconfirmed": 10000, "by": "", "from": "127.0.0.1", "requestHash": "…" or absent}], one request a CALL; so many
--         others may wait to be confirmed. With the hash the reply to the message is kept, together with the account
-- Out:    one row, n = 1: 0, {}
-- Errors: 40905 ACCOUNT_EXISTS
-- Locks:  the account, then its roles
DELIMITER //
DROP PROCEDURE IF EXISTS account_create //
CREATE PROCEDURE account_create(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    MODIFIES SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_name, l_by, l_email VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin;
    DECLARE l_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_from, l_confirmed, l_request VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin;
    DECLARE l_account BIGINT;
    DECLARE l_taken BOOLEAN DEFAULT FALSE;
    DECLARE l_max BIGINT UNSIGNED;
    DECLARE l_now DATETIME(6) DEFAULT UTC_TIMESTAMP(6);
    DECLARE l_end DATETIME(6) DEFAULT l_now - INTERVAL 7 DAY;
    DECLARE CONTINUE HANDLER FOR 1062 SET l_taken = TRUE;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        ROLLBACK;
        RESIGNAL;
    END;
    SELECT r.name, r.password_hash, r.email, r.confirmed, r.max_unconfirmed, r.by_whom, r.from_address, r.request_hash
    INTO l_name, l_hash, l_email, l_confirmed, l_max, l_by, l_from, l_request
    FROM JSON_TABLE(p_requests, '$[0]' COLUMNS (
        name VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.name',
        password_hash VARCHAR(512) CHARACTER SET ascii COLLATE ascii_bin PATH '$.passwordHash',
        email VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.email',
        confirmed VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.confirmed',
        max_unconfirmed BIGINT PATH '$.maxUnconfirmed',
        by_whom VARCHAR(255) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin PATH '$.by',
        from_address VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.from',
        request_hash VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$.requestHash')) AS r;

    -- Who has not confirmed within a week gives the name back, and earlier where so many others have signed up since; a few with each
    -- CALL, so that nothing has to clean up.
    SELECT GREATEST(l_end, COALESCE(MAX(o.created_at), l_end)) INTO l_end
    FROM (SELECT created_at FROM account WHERE confirmed = FALSE ORDER BY created_at DESC LIMIT l_max, 1) AS o;
    DELETE FROM account WHERE confirmed = FALSE AND created_at <= l_end ORDER BY created_at LIMIT 10;

    START TRANSACTION;

    INSERT INTO account (name, password_hash, email, confirmed, created_at)
    VALUES (l_name, l_hash, l_email, l_confirmed IN ('true', '1'), l_now);

    IF NOT l_taken THEN
        SET l_account = LAST_INSERT_ID();
        INSERT INTO account_role (account_id, role)
        SELECT l_account, r.role
        FROM JSON_TABLE(p_requests, '$[0].roles[*]' COLUMNS (role VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin PATH '$')) AS r;

        IF l_confirmed NOT IN ('true', '1') THEN
            INSERT INTO account_mail (kind, addressee, due_at, tries) VALUES ('confirm', l_name, l_now, 0)
            ON DUPLICATE KEY UPDATE due_at = l_now;
        END IF;

        INSERT INTO account_audit (at, by_whom, from_address, action, account, details)
        SELECT l_now, l_by, l_from, 'user-create', l_name, CONCAT('roles: ', GROUP_CONCAT(o.role ORDER BY o.role))
        FROM account_role AS o WHERE o.account_id = l_account;

        UPDATE kept_reply
        SET reply = CONCAT('{"data":', JSON_OBJECT('name', l_name, 'roles', JSON_EXTRACT(p_requests, '$[0].roles'),
            'confirmed', JSON_EXTRACT(IF(l_confirmed IN ('true', '1'), 'true', 'false'), '$')), '}')
        WHERE request_hash = l_request;
    END IF;

    COMMIT;

    SELECT IF(l_taken, 40905, 0) AS status, '{}' AS reply, 1 AS n;
END //
DELIMITER ;
