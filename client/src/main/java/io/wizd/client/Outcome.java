package io.wizd.client;

/** What is known of a call that got no reply, all its attempts together. */
public enum Outcome {
    /** No server has received it: sending it again is safe. */
    NOT_SENT("the message was not sent and can be sent again"),
    /** A server may have carried it out: sending it again is safe where doing it twice is, or with a requestId. */
    UNKNOWN("the message may have been carried out: send it again only if doing it twice does no harm");

    private final String advice;

    Outcome(String advice) {
        this.advice = advice;
    }

    /** What happened and what to do, for people. */
    String advice() {
        return advice;
    }
}
