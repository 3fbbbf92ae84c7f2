package io.wizd.db;

/**
 * A stored procedure: {@code sql/…/procedures/<name>.sql}. It takes a JSON array of requests and returns one row a
 * request: a status (0, or the id of an {@link io.wizd.protocol.ErrorCode}), a JSON object, which is the reply or
 * {@code {"Description":…,"Field":…}}, and which request of the array it answers, from 1. That is checked for each row, and
 * that nothing comes after the last: no request gets the reply of another. One that is called very often may return
 * something else that costs less, and has an {@link AnswerReader} of its own.
 *
 * @param name as it is in the database
 * @param out what a reply looks like
 * @param maxRows how many requests one CALL may carry
 * @param work how much a CALL may cost the database
 * @param answers reads what it returns
 */
public record Procedure<O>(String name, Class<O> out, int maxRows, Work work, AnswerReader answers) {
    /** Beyond this a CALL gains little and its neighbours wait (measured: docs/performance.md). */
    static final int MAX_ROWS = 512;

    /** What a CALL does. */
    enum Work {
        /** Reads or writes rows by their keys. */
        KEYS,
        /** Walks over a range of rows: never all connections of a node do that at the same time. */
        RANGE
    }

    /** A procedure that answers a whole batch in one statement. */
    public static <O> Procedure<O> of(String name, Class<O> out) {
        return new Procedure<>(name, out, MAX_ROWS, Work.KEYS, AnswerReader.JSON_ROWS);
    }

    /** A procedure that answers a whole batch in a form of its own. */
    public static <O> Procedure<O> of(String name, Class<O> out, AnswerReader answers) {
        return new Procedure<>(name, out, MAX_ROWS, Work.KEYS, answers);
    }

    /** A procedure that can only answer one request a CALL, such as one with a LIMIT of its own. */
    public static <O> Procedure<O> single(String name, Class<O> out) {
        return new Procedure<>(name, out, 1, Work.KEYS, AnswerReader.JSON_ROWS);
    }

    /**
     * A procedure that walks over a range of rows for one request a CALL. However many rows there are, one CALL looks at a
     * bounded number of them.
     */
    public static <O> Procedure<O> range(String name, Class<O> out) {
        return range(name, out, AnswerReader.JSON_ROWS);
    }

    /** Such a procedure that answers in a form of its own. */
    public static <O> Procedure<O> range(String name, Class<O> out, AnswerReader answers) {
        return new Procedure<>(name, out, 1, Work.RANGE, answers);
    }

    /** The statement; procedure names come from our code alone. */
    String statement() {
        return "CALL " + name + "(?)";
    }
}
