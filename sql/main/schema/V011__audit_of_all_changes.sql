-- The history has changes that are made elsewhere than in main, and those of the configuration.

ALTER TABLE account_audit
    -- By which it goes again where nothing was changed; NULL where it was written together with the change.
    ADD COLUMN attempt BIGINT NULL,
    -- How a server is configured takes more than a change of roles.
    MODIFY COLUMN details VARCHAR(2000) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
    ADD UNIQUE KEY account_audit_attempt (attempt),
    ADD KEY account_audit_action (action, from_address);
