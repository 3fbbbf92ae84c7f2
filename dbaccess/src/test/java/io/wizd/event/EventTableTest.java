package io.wizd.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.event.Level;

/** Each event has a line that tells its values, and a row in docs/operations.md. */
class EventTableTest {
    private static final Path PAGE = Path.of("../docs/operations.md");
    private static final String HEAD = "| event | level | line | what to do |\n|---|---|---|---|\n";

    /** Numbers that count nothing. */
    private static final Set<String> IDS = Set.of("job", "pid", "status");

    private static String table() {
        return EventKind.all().stream().map(EventTableTest::row).collect(Collectors.joining());
    }

    private static String row(EventKind kind) {
        return "| `" + kind.name() + "` | " + kind.level() + " | " + kind.template() + " | " + kind.remedy() + " |\n";
    }

    static Stream<Class<?>> records() {
        return Arrays.stream(Event.class.getPermittedSubclasses())
                .flatMap(subject -> Arrays.stream(subject.getPermittedSubclasses()));
    }

    /** When this fails, the table that it expects goes into the page. */
    @Test
    void theTableOfOperationsIsThatOfTheCode() throws IOException {
        String page = Files.readString(PAGE);
        assertThat(page).contains(HEAD);
        assertThat(page.substring(page.indexOf(HEAD) + HEAD.length())
                        .lines()
                        .takeWhile(line -> line.startsWith("|"))
                        .collect(Collectors.joining("\n", "", "\n")))
                .isEqualTo(table());
    }

    @Test
    void namesAreUnique() {
        assertThat(EventKind.all())
                .extracting(EventKind::name)
                .doesNotHaveDuplicates()
                .hasSize((int) records().count());
    }

    @ParameterizedTest
    @MethodSource("records")
    void aLineHasAllValuesButTheStackTrace(Class<?> event) {
        String text = event.getAnnotation(Line.class).text();
        assertThat(event.getRecordComponents())
                .allMatch(component -> component.getType() == Throwable.class
                        ? component.getName().equals("thrown")
                        : text.contains("{" + component.getName() + "}"));
    }

    /** It would read "1 requests". */
    @ParameterizedTest
    @MethodSource("records")
    void noNumberStandsBeforeAPlural(Class<?> event) {
        String text = event.getAnnotation(Line.class).text();
        assertThat(event.getRecordComponents())
                .filteredOn(component -> component.getType().isPrimitive() && !IDS.contains(component.getName()))
                .allSatisfy(component -> assertThat(text)
                        .doesNotContainPattern("\\{" + component.getName() + "} (?!ms\\b)(\\w+ )?\\w+s\\b"));
    }

    @Test
    void whatIsUrgentSaysWhatToDo() {
        assertThat(EventKind.all())
                .filteredOn(kind -> kind.level() == Level.ERROR)
                .noneMatch(kind -> kind.remedy().equals("nothing"));
    }
}
