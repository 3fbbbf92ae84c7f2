package io.wizd.client.cli;

/** No server answered: the one failure after which asking again may help. */
final class NoAnswerFailure extends Failure {
    private static final long serialVersionUID = 1L;

    NoAnswerFailure(int exitStatus, String line) {
        super(exitStatus, line);
    }
}
