package io.wizd.client.cli;

import java.util.List;
import java.util.stream.Stream;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Completes message types, their fields that a line lacks, and values if there are only few. Immutable. */
record ShellCompleter(ShellTypes types) implements Completer {
    /** How it sees a line: as words up to the cursor. JSON is none of its business. */
    static final Parser WORDS = (line, cursor, context) -> new Words(line, cursor);

    private record Words(String line, int cursor) implements CompletingParsedLine {
        @Override
        public List<String> words() {
            return List.of(line.substring(0, cursor).stripLeading().split("\\s+", -1));
        }

        @Override
        public int wordIndex() {
            return words().size() - 1;
        }

        @Override
        public String word() {
            return words().getLast();
        }

        @Override
        public int wordCursor() {
            return word().length();
        }

        @Override
        public int rawWordCursor() {
            return wordCursor();
        }

        @Override
        public int rawWordLength() {
            return word().length();
        }

        /** No type, field or value that is offered has a space. */
        @Override
        public CharSequence escape(CharSequence candidate, boolean isWhole) {
            return candidate;
        }
    }

    @Override
    public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
        List<String> words = line.words();
        String first = words.getFirst();
        if (words.size() == 1) {
            Stream.of("help", "exit").map(Candidate::new).forEach(candidates::add);
        }
        if (words.size() == 1 || words.size() == 2 && first.equals("help")) {
            types.byName().values().forEach(type -> candidates.add(candidate(type.name(), type.summary(), true)));
            return;
        }
        types.find(first).stream()
                .flatMap(type -> type.fields().stream())
                .filter(field ->
                        words.stream().limit(words.size() - 1L).noneMatch(word -> word.startsWith(field.name() + "=")))
                .forEach(field -> addField(field, line.word(), candidates));
    }

    private static void addField(ShellTypes.Field field, String word, List<Candidate> candidates) {
        String begin = field.name() + "=";
        if (word.startsWith(begin)) {
            field.values().forEach(value -> candidates.add(candidate(begin + value, "", true)));
        } else {
            candidates.add(candidate(begin, field.about(), false));
        }
    }

    /** @param isWhole whether a space follows */
    private static Candidate candidate(String text, String about, boolean isWhole) {
        return new Candidate(text, text, null, about.isEmpty() ? null : about, null, null, isWhole);
    }
}
