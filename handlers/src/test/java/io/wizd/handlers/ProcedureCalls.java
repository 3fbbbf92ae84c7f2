package io.wizd.handlers;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.db.Answer;
import io.wizd.db.AnswerReader;
import io.wizd.db.RequestArray;
import io.wizd.db.testing.TestDatabase;
import io.wizd.handlers.kv.KvAnswers;
import io.wizd.handlers.members.MemberRows;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Calls procedures over JDBC as the server's account may, for tests of the SQL alone. */
final class ProcedureCalls {

    /** The answer to one request. */
    record Row(int status, JsonNode reply) {}

    /** Of those that return something else than status and JSON. */
    private static final Map<String, AnswerReader> OWN_FORMS = Map.of(
            "kv_get", KvAnswers::ofGet,
            "kv_set", KvAnswers::ofSet,
            "member_list", MemberRows::page,
            "member_list_account", MemberRows::page,
            "member_list_client", MemberRows::page);

    private ProcedureCalls() {}

    /** The answers to an array of requests. */
    static List<Row> call(TestDatabase database, String procedure, String requests) throws Exception {
        List<Row> rows = new ArrayList<>();
        run(database, procedure, requests, (status, reply) -> rows.add(new Row(status, Jsons.MAPPER.readTree(reply))));
        return rows;
    }

    /** The answer to the one request of a CALL, which must succeed. */
    static JsonNode single(TestDatabase database, String procedure, String request) throws Exception {
        List<Row> rows = call(database, procedure, "[" + request + "]");
        if (rows.size() != 1 || rows.getFirst().status() != 0) {
            throw new AssertionError(procedure + " " + request + ": " + rows);
        }
        return rows.getFirst().reply();
    }

    /** The replies alone, as the text that they are. */
    static List<String> replies(TestDatabase database, String procedure, String requests) throws Exception {
        List<String> replies = new ArrayList<>();
        run(database, procedure, requests, (status, reply) -> replies.add(reply));
        return replies;
    }

    static String array(List<String> elements) {
        return "[" + String.join(",", elements) + "]";
    }

    private interface RowReader {
        void read(int status, String reply) throws IOException;
    }

    private static void run(TestDatabase database, String procedure, String requests, RowReader reader)
            throws Exception {
        AnswerReader answers = OWN_FORMS.get(procedure);
        database.asApp(connection -> {
            try (PreparedStatement statement = connection.prepareStatement("CALL " + procedure + "(?)")) {
                statement.setString(1, requests);
                try (ResultSet rows = statement.executeQuery()) {
                    if (answers != null) {
                        for (Answer answer : answers.read(rows, requestsOf(requests))) {
                            read(answer, reader);
                        }
                    }
                    while (answers == null && rows.next()) {
                        reader.read(rows.getInt(1), rows.getString(2));
                    }
                }
            }
        });
    }

    private static RequestArray requestsOf(String array) throws IOException {
        List<Json> requests = new ArrayList<>();
        for (JsonNode request : Jsons.MAPPER.readTree(array)) {
            requests.add(Jsons.write(request));
        }
        return new RequestArray(requests);
    }

    private static void read(Answer answer, RowReader reader) throws IOException {
        if (answer.failure() instanceof WizdException e) {
            Map<String, String> details = Map.of("Description", e.fault().description());
            reader.read(e.fault().code().id(), Jsons.write(details).toString());
        } else {
            reader.read(0, String.valueOf(answer.reply()));
        }
    }
}
