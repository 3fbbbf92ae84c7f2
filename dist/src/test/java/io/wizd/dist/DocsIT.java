package io.wizd.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every relative link of the docs leads somewhere: in the checkout, and in what a tar.gz has. */
class DocsIT {
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");

    static Stream<Path> homes() {
        return Stream.of(Distribution.HOME, Distribution.SOURCES);
    }

    @ParameterizedTest
    @MethodSource("homes")
    void everyLinkLeadsSomewhere(Path home) throws IOException {
        List<String> nowhere = new ArrayList<>();
        int links = 0;
        for (Path page : pages(home)) {
            Matcher link = LINK.matcher(textOf(page));
            while (link.find()) {
                String target = link.group(1);
                if (!target.contains(":")) {
                    links++;
                    if (!leadsSomewhere(page, target)) {
                        nowhere.add(home.relativize(page) + ": " + target);
                    }
                }
            }
        }
        assertThat(nowhere).isEmpty();
        assertThat(links).isGreaterThan(50);
    }

    private static List<Path> pages(Path home) throws IOException {
        List<Path> pages = new ArrayList<>();
        for (String folder : List.of("", "docs", "test-data", "sql")) {
            try (Stream<Path> files = Files.walk(home.resolve(folder), folder.isEmpty() ? 1 : 9)) {
                files.filter(file -> file.toString().endsWith(".md")).forEach(pages::add);
            }
        }
        return pages;
    }

    private static boolean leadsSomewhere(Path page, String target) throws IOException {
        int hash = target.indexOf('#');
        String file = hash < 0 ? target : target.substring(0, hash);
        Path path = file.isEmpty() ? page : page.resolveSibling(file);
        return Files.exists(path) && (hash < 0 || anchors(path).contains(target.substring(hash + 1)));
    }

    /** Those that GitHub gives to headings. */
    private static List<String> anchors(Path page) throws IOException {
        return textOf(page)
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst("#+ +", "").toLowerCase(Locale.ROOT))
                .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
                .toList();
    }

    /** Without its examples. */
    private static String textOf(Path page) throws IOException {
        return Files.readString(page).replaceAll("(?s)```.*?```", "").replaceAll("`[^`\n]*`(?!\\])", "");
    }
}
