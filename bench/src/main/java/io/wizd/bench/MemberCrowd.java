package io.wizd.bench;

import io.wizd.client.load.NumberRange;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Members that are looked up. Phone numbers, client_member_ids and accounts follow each other in other orders than the
 * ids, as in a real table, so that each index leads to rows that lie far apart.
 *
 * @param count members: one of each phone number and client_member_id, and {@value #OF_AN_ACCOUNT} of each account
 */
public record MemberCrowd(int count) {
    /** Members of one account. */
    public static final int OF_AN_ACCOUNT = 500;

    /** No server gives these ids out in a benchmark. */
    private static final long FIRST_ID = 2_000_000_000_000L;

    private static final long FIRST_PHONE = 491_500_000_000L;
    private static final long FIRST_CLIENT_MEMBER_ID = 1_000_000_000L;
    private static final long FIRST_ACCOUNT = 1_000_000L;

    // None has a factor in common with a crowd, so that its products, modulo that, take every value once.
    private static final int PHONE_STEP = 1_234_567;
    private static final int CLIENT_STEP = 2_718_283;
    private static final int ACCOUNT_STEP = 7_919;

    /** Refuses a number of members that would leave gaps. */
    public MemberCrowd {
        if (count % (10 * OF_AN_ACCOUNT) != 0 || !Integer.toString(count).matches("[15]0+")) {
            throw new IllegalArgumentException("a crowd is 1 or 5 times a power of ten, from 5,000 on, not " + count);
        }
    }

    private int accounts() {
        return count / OF_AN_ACCOUNT;
    }

    /** Each is the id of one member. */
    public NumberRange ids() {
        return from(FIRST_ID, count);
    }

    /** Each is the phone number of one member. */
    public NumberRange phones() {
        return from(FIRST_PHONE, count);
    }

    /** Each is that of one member. */
    public NumberRange clientMemberIds() {
        return from(FIRST_CLIENT_MEMBER_ID, count);
    }

    /** Each has {@value #OF_AN_ACCOUNT} members. */
    public NumberRange accountIds() {
        return from(FIRST_ACCOUNT, accounts());
    }

    private static NumberRange from(long first, int count) {
        return new NumberRange(first, first + count - 1);
    }

    /** Inserts the members of these accounts into the table {@code member}; MariaDB alone has the sequence. */
    String insert(LongStream accountIds) {
        String owned = accountIds.mapToObj(id -> "(" + id + ")").collect(Collectors.joining(","));
        return """
                INSERT INTO member (id, first_name, last_name, phone_number, client_member_id, account_id)
                WITH owned (account_id) AS (VALUES %s)
                SELECT n.id, n.first_name, 'Lovelace', n.phone_number, n.client_member_id, n.account_id
                FROM (
                    SELECT %d + seq AS id, CONCAT('Ada ', seq) AS first_name,
                        %d + seq * %d MOD %d AS phone_number,
                        %d + seq * %d MOD %d AS client_member_id,
                        %d + seq * %d MOD %d AS account_id
                    FROM seq_0_to_%d) AS n
                JOIN owned USING (account_id)
                ORDER BY n.id
                """.formatted(
                        owned,
                        FIRST_ID,
                        FIRST_PHONE,
                        PHONE_STEP,
                        count,
                        FIRST_CLIENT_MEMBER_ID,
                        CLIENT_STEP,
                        count,
                        FIRST_ACCOUNT,
                        ACCOUNT_STEP,
                        accounts(),
                        count - 1);
    }

    /** The columns that a lookup gives, in the order of the API. */
    public static List<String> columns() {
        return List.of("id", "first_name", "last_name", "phone_number", "client_member_id", "account_id");
    }
}
