package io.wizd.bench;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Members as they are in a file: the same on every machine, about 60 bytes a row, an id that is not ours among them, one in a hundred bad.
 *
 * @param first the number of the first row; rows of other numbers are other members
 * @param count rows, the bad ones among them
 */
public record MemberRows(int first, int count) {
    private static final String[] FIRST_NAMES = {
        "Ada", "Alan", "Barbara", "Claude", "Dennis", "Edsger", "Frances", "Grace", "Hedy", "Ivan", "Zoë", "Katherine"
    };
    private static final String[] LAST_NAMES = {
        "Lovelace", "Turing", "Liskov", "Shannon", "Ritchie", "Dijkstra", "Allen", "Hopper", "Lamarr", "Sutherland"
    };
    private static final int ACCOUNTS = 10_007;
    private static final int BAD_EVERY = 100;

    /** Each of them is bad in one of these ways. */
    private static final String[] BAD_PHONES = {"", "0491511234567", "+491511234567", "49 151", "1234567890123456"};

    /** So many can be loaded. */
    public int good() {
        return count - bad();
    }

    /** So many cannot. */
    public int bad() {
        int last = first + count - 1;
        return last / BAD_EVERY - (first - 1) / BAD_EVERY;
    }

    /** The whole file, with a header, as a client would send it. */
    public void writeCsv(Path file) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write("id,first_name,last_name,phone_number,client_member_id,account_id\n");
            for (int n = first; n < first + count; n++) {
                String phone = isBad(n) ? BAD_PHONES[n / BAD_EVERY % BAD_PHONES.length] : phone(n);
                out.write(n + "," + firstName(n) + "," + lastName(n) + "," + phone + "," + clientMemberId(n) + ","
                        + account(n) + "\n");
            }
        }
    }

    /** The good rows of one of {@code parts} parts, tab-separated with their ids, as LOAD DATA takes them. */
    public void writeTable(Path file, int part, int parts) throws IOException {
        try (BufferedWriter out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            for (int n = first; n < first + count; n++) {
                if (!isBad(n) && account(n) % parts == part) {
                    out.write(n + "\t" + firstName(n) + "\t" + lastName(n) + "\t" + phone(n) + "\t" + clientMemberId(n)
                            + "\t" + account(n) + "\n");
                }
            }
        }
    }

    private static boolean isBad(int n) {
        return n % BAD_EVERY == 0;
    }

    private static long hash(int n) {
        return n * 2_654_435_761L % 4_294_967_296L;
    }

    private static String firstName(int n) {
        return FIRST_NAMES[(int) (hash(n) % FIRST_NAMES.length)];
    }

    private static String lastName(int n) {
        return LAST_NAMES[(int) (hash(n) / FIRST_NAMES.length % LAST_NAMES.length)];
    }

    /** Of a row: in no order. */
    public static String phone(int n) {
        return "49" + (2_000_000_000L + hash(n));
    }

    /** Of a row: in no order. */
    public static long clientMemberId(int n) {
        return 1_000_000_000L + n * 7_919L % 1_000_000_007L;
    }

    /** Of a row: one of some ten thousand. */
    public static long account(int n) {
        return 1_000_000 + hash(n) % ACCOUNTS;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "%,d rows", count);
    }
}
