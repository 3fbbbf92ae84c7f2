-- A requestId is bound to its request, so that another request with the same one is refused and not taken for the same.

-- Nobody knows any more what these ids were given to. Without its row a create that comes again is told that the member exists.
DELETE FROM request_id;

-- SHA-256 in hexadecimal digits of the checked body.
ALTER TABLE request_id ADD COLUMN fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NOT NULL;

-- The same; NULL where the register was carried out before this column was there, and then any body is taken for that one: a
-- register that is known writes nothing.
ALTER TABLE card_request ADD COLUMN fingerprint CHAR(64) CHARACTER SET ascii COLLATE ascii_bin NULL;
