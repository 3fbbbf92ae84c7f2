package io.wizd.db;

import io.wizd.protocol.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;

/** Makes answers of what a procedure returned. */
@FunctionalInterface
public interface AnswerReader {
    /** One row a request: a status, a JSON object, and which request of the array it answers, from 1. */
    AnswerReader JSON_ROWS = (rows, requests) -> {
        ByNumber answers = new ByNumber(requests);
        while (rows.next()) {
            answers.put(rows.getInt(3), Answer.of(rows.getInt(1), Json.of(rows.getBytes(2))));
        }
        return answers.all();
    };

    /**
     * Reads all of it.
     *
     * @param rows the result set, before its first row
     * @param requests what was sent
     * @return an answer for each request, in their order
     * @throws SQLException if the rows do not answer just these requests
     */
    List<Answer> read(ResultSet rows, RequestArray requests) throws SQLException;

    /** Puts each answer in the place of its request: in whatever order rows come, no request gets the answer of another. */
    final class ByNumber {
        private final RequestArray requests;
        private final Answer[] answers;
        private int count;

        /** For the answers to these. */
        public ByNumber(RequestArray requests) {
            this.requests = requests;
            this.answers = new Answer[requests.size()];
        }

        /**
         * The request that a row answers.
         *
         * @param number of the request, from 1
         * @throws SQLException if there is none, or it has its answer
         */
        public Json request(int number) throws SQLException {
            if (number < 1 || number > answers.length) {
                throw new SQLException("a row answers request " + number + " of " + answers.length);
            }
            if (answers[number - 1] != null) {
                throw new SQLException("two rows answer request " + number);
            }
            return requests.get(number - 1);
        }

        /** Takes the answer to that request; see {@link #request}. */
        public void put(int number, Answer answer) throws SQLException {
            request(number);
            answers[number - 1] = answer;
            count++;
        }

        /**
         * The answers in the order of the requests.
         *
         * @throws SQLException if one is missing
         */
        public List<Answer> all() throws SQLException {
            if (count < answers.length) {
                throw new SQLException(answers.length - count + " of " + answers.length + " requests have no row");
            }
            return Arrays.asList(answers);
        }
    }
}
