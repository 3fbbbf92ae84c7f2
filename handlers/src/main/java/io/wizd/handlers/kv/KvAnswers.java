package io.wizd.handlers.kv;

import io.wizd.db.Answer;
import io.wizd.db.AnswerReader;
import io.wizd.db.RequestArray;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Fault;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes replies of what {@code kv_get} and {@code kv_set} return, which is no JSON: making that costs the database more than
 * us, and there it cannot be shared out. The key of a reply is that of its request, as it was written there. Any thread.
 */
public final class KvAnswers {
    private static final byte[] REQUEST_BEGIN = "{\"key\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] VALUE = ",\"value\":".getBytes(StandardCharsets.US_ASCII);

    private KvAnswers() {}

    /** Of {@code kv_get}: one row a request, in any order. */
    public static List<Answer> ofGet(ResultSet rows, RequestArray requests) throws SQLException {
        AnswerReader.ByNumber answers = new AnswerReader.ByNumber(requests);
        while (rows.next()) {
            int number = rows.getInt(1);
            answers.put(number, ofGet(rows, answers.request(number)));
        }
        return answers.all();
    }

    private static Answer ofGet(ResultSet row, Json request) throws SQLException {
        long version = row.getLong(2);
        if (row.wasNull()) {
            String key = Jsons.read(request, KvStore.Key.class).key();
            return Answer.failed(new Fault(ErrorCode.KEY_NOT_FOUND, "no such key: " + key, "key", null));
        }
        byte[] value = row.getBytes(3);
        if (value == null) {
            return Answer.of(Json.of("{\"large\":" + row.getLong(4) + "}"));
        }
        String type = row.getString(5);
        long expires = row.getLong(6);
        return Answer.of(entry(request, value, version, type, row.wasNull() ? null : expires));
    }

    private static Json entry(Json request, byte[] value, long version, @Nullable String type, @Nullable Long expires) {
        String tail = ",\"version\":" + version;
        if (type != null) {
            tail += ",\"contentType\":" + Jsons.write(type);
        }
        if (expires != null) {
            tail += ",\"expires\":" + expires / 1000;
        }
        byte[] rest = (tail + "}").getBytes(StandardCharsets.US_ASCII);
        int quote = type == null ? 0 : 1;
        int head = headLength(request);
        byte[] entry = new byte[head + VALUE.length + 2 * quote + value.length + rest.length];
        System.arraycopy(request.array(), request.offset(), entry, 0, head);
        System.arraycopy(VALUE, 0, entry, head, VALUE.length);
        int at = head + VALUE.length;
        if (type != null) {
            entry[at] = '"';
            entry[at + 1 + value.length] = '"';
        }
        System.arraycopy(value, 0, entry, at + quote, value.length);
        System.arraycopy(rest, 0, entry, entry.length - rest.length, rest.length);
        return Json.of(entry);
    }

    /**
     * Of {@code kv_set}: one row for all requests: how many they are, the version that they have now, and the particulars of
     * those that were there before, {@code number:more:created} with a space behind each. Such a request has a version that
     * is greater by {@code more}; {@code created} is 1 where what was there had expired.
     */
    public static List<Answer> ofSet(ResultSet rows, RequestArray requests) throws SQLException {
        if (!rows.next() || rows.getInt(1) != requests.size()) {
            throw new SQLException("kv_set did not answer " + requests.size() + " requests");
        }
        long version = rows.getLong(2);
        Answer[] answers = new Answer[requests.size()];
        for (String replaced : rows.getString(3).split(" ")) {
            if (replaced.isEmpty()) {
                continue;
            }
            String[] parts = replaced.split(":");
            int i = Integer.parseInt(parts[0]) - 1;
            answers[i] = written(requests.get(i), version + Long.parseLong(parts[1]), parts[2].equals("1"));
        }
        for (int i = 0; i < answers.length; i++) {
            if (answers[i] == null) {
                answers[i] = written(requests.get(i), version, true);
            }
        }
        return Arrays.asList(answers);
    }

    private static Answer written(Json request, long version, boolean created) {
        byte[] rest = (",\"version\":" + version + ",\"created\":" + created + "}").getBytes(StandardCharsets.US_ASCII);
        int head = headLength(request);
        byte[] reply = Arrays.copyOfRange(request.array(), request.offset(), request.offset() + head + rest.length);
        System.arraycopy(rest, 0, reply, head, rest.length);
        return Answer.of(Json.of(reply));
    }

    /** How long the key of a request is with its name, which is what the reply begins with. */
    private static int headLength(Json request) {
        byte[] array = request.array();
        int begin = request.offset();
        int end = begin + REQUEST_BEGIN.length;
        if (!Arrays.equals(array, begin, end, REQUEST_BEGIN, 0, REQUEST_BEGIN.length)) {
            throw new IllegalArgumentException("a request that does not begin with its key");
        }
        while (array[end] != '"') {
            end += array[end] == '\\' ? 2 : 1;
        }
        return end + 1 - begin;
    }
}
