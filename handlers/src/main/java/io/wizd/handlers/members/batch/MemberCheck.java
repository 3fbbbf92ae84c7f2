package io.wizd.handlers.members.batch;

import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Checks the values of rows as {@code NewMember} declares them, without an object or a regular expression a row: this is
 * what every row of a large file goes through. That both agree is tested. One thread.
 */
final class MemberCheck {
    private static final int NAME_CHARACTERS = 50;
    private static final int PHONE_DIGITS = 15;
    private static final Pattern SPACES_AROUND = Pattern.compile("^[\\s\\p{Z}]+|[\\s\\p{Z}]+$");
    private static final String UNREADABLE =
            " holds U+FFFD, which stands for a character that could not be read: is the file in UTF-8, or in the charset that"
                    + " its Content-Type names?";
    private static final String HAS_SPACES = " has spaces before or behind it: take them out";
    private static final String NOT_AN_ID = " must be an integer from 1 to " + Long.MAX_VALUE;

    private final String[] values = new String[Columns.FIELDS.size()];
    private long clientMemberId;
    private long accountId;
    private @Nullable StringJoiner problems;
    private int firstBad;

    /** Whether the row is a member; the getters tell what it is, or why not. */
    boolean accepts(Columns columns, FileRow row) {
        problems = null;
        for (int field = 0; field < values.length; field++) {
            values[field] = columns.value(row, field);
        }
        name(0);
        name(1);
        phone();
        clientMemberId = id(3);
        accountId = id(4);
        return problems == null;
    }

    private void name(int field) {
        String value = values[field];
        int characters = 0;
        boolean seen = false;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == 0) {
                bad(field, " holds a NUL character");
                return;
            }
            if (c == PlainText.REPLACEMENT) {
                bad(field, UNREADABLE);
                return;
            }
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == value.length()
                        || !Character.isLowSurrogate(value.charAt(i + 1))) {
                    bad(field, " holds half of a character");
                    return;
                }
                i++;
            }
            seen = seen || PlainText.isSeen(value.codePointAt(i - (Character.isSurrogate(c) ? 1 : 0)));
            characters++;
        }
        if (characters < 1 || characters > NAME_CHARACTERS) {
            bad(field, " must have 1 to " + NAME_CHARACTERS + " characters, not " + characters);
        } else if (!seen) {
            bad(field, " must have a character that can be seen");
        }
    }

    private void phone() {
        if (!isPhone(values[2])) {
            bad(2, isPhone(withoutSpaces(2)) ? HAS_SPACES : " must be 1 to 15 digits, the first not 0, without +");
        }
    }

    private static boolean isPhone(String value) {
        boolean good = !value.isEmpty() && value.length() <= PHONE_DIGITS && value.charAt(0) != '0';
        for (int i = 0; good && i < value.length(); i++) {
            good = isDigit(value.charAt(i));
        }
        return good;
    }

    private long id(int field) {
        long id = idOf(values[field]);
        if (id == 0) {
            bad(field, idOf(withoutSpaces(field)) > 0 ? HAS_SPACES : NOT_AN_ID);
        }
        return id;
    }

    /** 0 if it is none. */
    private static long idOf(String value) {
        int length = value.length();
        boolean good = length > 0 && length <= 19;
        long id = 0;
        for (int i = 0; good && i < length; i++) {
            int digit = value.charAt(i) - '0';
            good = isDigit(value.charAt(i)) && id <= (Long.MAX_VALUE - digit) / 10;
            id = id * 10 + digit;
        }
        return good ? id : 0;
    }

    /** Of a bad value, also without those that do not break a line. */
    private String withoutSpaces(int field) {
        return SPACES_AROUND.matcher(values[field]).replaceAll("");
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private void bad(int field, String why) {
        if (problems == null) {
            problems = new StringJoiner("; ");
            firstBad = field;
        }
        problems.add(Columns.FIELDS.get(field) + why);
    }

    String firstName() {
        return values[0];
    }

    String lastName() {
        return values[1];
    }

    String phoneNumber() {
        return values[2];
    }

    long clientMemberId() {
        return clientMemberId;
    }

    long accountId() {
        return accountId;
    }

    /** The first value that is bad, and what is wrong with all of them. */
    FileRow.Problem problem() {
        return new FileRow.Problem(Columns.FIELDS.get(firstBad), values[firstBad], String.valueOf(problems));
    }
}
