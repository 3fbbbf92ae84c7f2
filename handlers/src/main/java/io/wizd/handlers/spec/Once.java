package io.wizd.handlers.spec;

/**
 * A write that is carried out once, however often it is sent. Immutable.
 *
 * @param request by what it is known again, in 64 hexadecimal digits: its sender and requestId, hashed
 * @param isAgain whether somebody has begun it before, and nobody knows how that ended
 */
public record Once(String request, boolean isAgain) {
    /** One of several writes of one message. */
    public Once part(int number) {
        return new Once(request + '#' + number, isAgain);
    }
}
