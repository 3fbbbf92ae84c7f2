package io.wizd.bench.login;

import java.util.List;

/** The times as Markdown. Static, any thread. */
final class LoginReport {
    private static final String COLUMNS = """
            | login | first quartile ms | median ms | third quartile ms | median, ratio | slower in pairs |
            |---|--:|--:|--:|--:|--:|
            """;

    private LoginReport() {}

    /**
     * The whole text.
     *
     * @param conditions one fact a line
     */
    static String of(List<String> conditions, LoginTimes times) {
        StringBuilder text = new StringBuilder();
        conditions.forEach(line -> text.append("* ").append(line).append('\n'));
        text.append('\n').append(COLUMNS);
        double known = times.quartiles(Login.KNOWN).median();
        for (Login login : Login.values()) {
            Quartiles ms = times.quartiles(login);
            text.append("| %s | %.2f | %.2f | %.2f |".formatted(login.label(), ms.first(), ms.median(), ms.third()));
            text.append(
                    login == Login.KNOWN
                            ? " | |\n"
                            : " %.3f | %.3f |\n".formatted(ms.median() / known, times.slower(login)));
        }
        return text.toString();
    }
}
