package io.wizd.db.members;

/**
 * The statements of {@link MemberNode}. They are here and not in {@code sql/} because a procedure can neither run LOAD
 * DATA nor give rows back while it goes on; nothing of them comes from a request.
 */
final class LoadStatements {
    private static final String ROWS = "first_name, last_name, phone_number, client_member_id, account_id";

    private static final String TEXT =
            " CHARACTER SET utf8mb4 FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ";

    /** utf8mb4_bin takes "a" and "a " for the same. */
    private static final String DIFFERS_FROM_MEMBER = "(CAST(m.first_name AS BINARY) <> CAST(l.first_name AS BINARY)"
            + " OR CAST(m.last_name AS BINARY) <> CAST(l.last_name AS BINARY) OR m.phone_number <> l.phone_number)";

    private static final String DIFFERS_FROM_TRIAL = DIFFERS_FROM_MEMBER.replace("m.", "t.");

    private static final String SAME_KEY = "m.account_id = l.account_id AND m.client_member_id = l.client_member_id";

    /** LOCAL always ignores rows whose key is there; IGNORE says so. The name of the file has no meaning. */
    static final String LOAD_MEMBERS =
            "LOAD DATA LOCAL INFILE 'members' IGNORE INTO TABLE member" + TEXT + "(id, " + ROWS + ")";

    static final String STAGE =
            "LOAD DATA LOCAL INFILE 'members' IGNORE INTO TABLE member_load" + TEXT + "(job, n, " + ROWS + ")";

    static final String UNSTAGE = "DELETE FROM member_load WHERE job = ?";

    static final String IDS_THERE = "SELECT id FROM member WHERE id BETWEEN ? AND ?";

    /** Locks the members in the order of their keys. */
    static final String COMPARE = "SELECT l.n, COALESCE(m.id, 0), COALESCE(" + DIFFERS_FROM_MEMBER + ", FALSE)"
            + " FROM member_load AS l LEFT JOIN member AS m FORCE INDEX (member_account) ON " + SAME_KEY
            + " WHERE l.job = ? FOR UPDATE";

    static final String UPDATE_MEMBERS = "UPDATE member_load AS l"
            + " STRAIGHT_JOIN member AS m FORCE INDEX (member_account) ON " + SAME_KEY
            + " SET m.first_name = l.first_name, m.last_name = l.last_name, m.phone_number = l.phone_number"
            + " WHERE l.job = ? AND " + DIFFERS_FROM_MEMBER;

    static final String COMPARE_TRIAL = "SELECT l.n, COALESCE(m.id, 0), t.job IS NOT NULL,"
            + " COALESCE(IF(t.job IS NULL, " + DIFFERS_FROM_MEMBER + ", " + DIFFERS_FROM_TRIAL + "), FALSE)"
            + " FROM member_load AS l LEFT JOIN member AS m FORCE INDEX (member_account) ON " + SAME_KEY
            + " LEFT JOIN member_trial AS t FORCE INDEX (PRIMARY) ON t.job = l.job AND t.account_id = l.account_id"
            + " AND t.client_member_id = l.client_member_id WHERE l.job = ?";

    static final String TRY = "INSERT INTO member_trial (job, " + ROWS + ") SELECT job, " + ROWS
            + " FROM member_load AS l WHERE l.job = ? ON DUPLICATE KEY UPDATE first_name = VALUES(first_name),"
            + " last_name = VALUES(last_name), phone_number = VALUES(phone_number)";

    static final String FORGET_TRIAL = "DELETE FROM member_trial WHERE job = ? LIMIT 20000";

    static final String MARK =
            "INSERT INTO member_job_chunk (job, chunk, inserted, updated, skipped, repeated, first_id,"
                    + " ids, known, again) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    static final String MARKS = "SELECT chunk, inserted, updated, skipped, repeated, first_id, ids, known, again"
            + " FROM member_job_chunk WHERE job = ?";

    static final String MARK_OF_CHUNK = MARKS + " AND chunk = ?";

    static final String FORGET_MARKS = "DELETE FROM member_job_chunk WHERE job = ?";

    private LoadStatements() {}
}
