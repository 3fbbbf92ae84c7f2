package io.wizd.protocol;

/**
 * Carries a {@link Fault} to the one place that turns it into a reply. It has no stack trace: a client's mistake is no
 * event in our code, and must cost no more than a reply.
 */
public class WizdException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Fault fault;

    /** A fault on its way to the client. */
    public WizdException(Fault fault) {
        super(fault.description(), null, false, false);
        this.fault = fault;
    }

    /** A fault that has a cause worth logging. */
    public WizdException(Fault fault, Throwable cause) {
        super(fault.description(), cause);
        this.fault = fault;
    }

    /** A fault with a description of the case. */
    public static WizdException of(ErrorCode code, String description) {
        return new WizdException(Fault.of(code, description));
    }

    /** A fault of one field. */
    public static WizdException ofField(String field, String description) {
        return new WizdException(Fault.ofField(field, description));
    }

    /** What the client will be told. */
    public Fault fault() {
        return fault;
    }
}
