-- member_list_phone: one page of the members with a phone number, from its index, which ends with the id.
--
-- In:     [{"ph": "…", "cmid": 1 or absent, "aid": 1 or absent, "after": 0, "limit": 100}], one request a CALL
-- Out:    one row, n = 1: 0, {"members": [{"id": 1, …}, …], "next": 7 or null}: limit rows with an id above after are looked at, the
--         lowest first, and no more, so there are fewer members where cmid and aid leave some out; next is the last id that
--         was looked at, null where there are none behind
-- Errors: none of its own
-- Locks:  none
DELIMITER //
DROP PROCEDURE IF EXISTS member_list_phone //
CREATE PROCEDURE member_list_phone(IN p_requests LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin)
    READS SQL DATA
    SQL SECURITY DEFINER
BEGIN
    DECLARE l_ph VARCHAR(255) CHARACTER SET ascii COLLATE ascii_bin
        DEFAULT JSON_UNQUOTE(JSON_EXTRACT(p_requests, '$[0].ph'));
    DECLARE l_cmid BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].cmid');
    DECLARE l_aid BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].aid');
    DECLARE l_after BIGINT DEFAULT JSON_EXTRACT(p_requests, '$[0].after');
    DECLARE l_limit INT DEFAULT JSON_EXTRACT(p_requests, '$[0].limit');
    -- Without it GROUP_CONCAT would cut the page.
    DECLARE l_max_len BIGINT UNSIGNED DEFAULT @@SESSION.group_concat_max_len;
    DECLARE EXIT HANDLER FOR SQLEXCEPTION
    BEGIN
        SET SESSION group_concat_max_len = l_max_len;
        RESIGNAL;
    END;

    SET SESSION group_concat_max_len = 1073741824;

    SELECT 0 AS status, CONCAT('{"members":[', COALESCE(GROUP_CONCAT(
        IF((l_cmid IS NULL OR p.client_member_id = l_cmid) AND (l_aid IS NULL OR p.account_id = l_aid), JSON_OBJECT(
            'id', p.id, 'first_name', p.first_name, 'last_name', p.last_name, 'phone_number', p.phone_number,
            'client_member_id', p.client_member_id, 'account_id', p.account_id), NULL)
        SEPARATOR ','), ''), '],"next":',
        IF(COUNT(*) < l_limit, 'null', MAX(p.id)), '}') AS reply, 1 AS n
    FROM (
        SELECT m.id, m.first_name, m.last_name, m.phone_number, m.client_member_id, m.account_id
        FROM member AS m FORCE INDEX (member_phone)
        WHERE m.phone_number = l_ph
            AND m.id > l_after
        ORDER BY m.id
        LIMIT l_limit) AS p;

    SET SESSION group_concat_max_len = l_max_len;
END //
DELIMITER ;
