package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.dist.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The examples of the docs answer as they are shown; {@code …} stands for anything within a line. */
class ReadmeIT {

    private record Example(String command, String answer) {}

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "docs/how-to/import-members.md", "docs/accounts.md"})
    void everyExampleAnswersAsShown(String doc, @TempDir Path data, @TempDir Path folder) throws IOException {
        List<Example> examples = examples(Distribution.SOURCES.resolve(doc));
        assertThat(examples).hasSizeGreaterThan(6);
        try (RunningWizd wizd = RunningWizd.onSetUp(data)) {
            Map<String, String> variables = Map.of(
                    "WIZD_PORT",
                    Integer.toString(wizd.port()),
                    "WIZD_DATA",
                    data.toString(),
                    "XDG_STATE_HOME",
                    folder.toString());
            for (Example example : examples) {
                String command = example.command()
                        .replace(":8003", ":" + wizd.port())
                        .replace("data/admin-password", "'" + data.resolve("admin-password") + "'")
                        .replace("bin/wiz ", Distribution.HOME.resolve("bin/wiz") + " ");
                Result result = Distribution.run(List.of("sh", "-c", "cd '" + folder + "' && " + command), variables);
                assertThat(result.out().strip())
                        .as(command)
                        .matches(pattern(example.answer().replace(":8003", ":" + wizd.port())));
            }
        }
    }

    private static Pattern pattern(String answer) {
        return Pattern.compile(
                Stream.of(answer.split("…", -1)).map(Pattern::quote).collect(Collectors.joining(".*")));
    }

    /** In blocks of {@code console}: a line that begins with {@code $} is a command, the lines up to the next its answer. */
    private static List<Example> examples(Path readme) throws IOException {
        List<Example> examples = new ArrayList<>();
        List<String> lines = Files.readAllLines(readme);
        boolean inConsole = false;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i);
            if (line.startsWith("```")) {
                inConsole = line.equals("```console");
            } else if (inConsole && line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), answer(lines.subList(i + 1, lines.size()))));
            }
        }
        return examples;
    }

    private static String answer(List<String> behind) {
        return behind.stream()
                .takeWhile(line -> !line.startsWith("$ ") && !line.startsWith("```"))
                .collect(Collectors.joining("\n"));
    }
}
