package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.DumbTerminal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellCompleterTest {
    private static List<Candidate> candidates(String beforeCursor) throws Exception {
        List<Candidate> candidates = new ArrayList<>();
        try (Terminal terminal = new DumbTerminal(System.in, System.out)) {
            LineReader reader = LineReaderBuilder.builder().terminal(terminal).build();
            new ShellCompleter(ShellApi.TYPES)
                    .complete(
                            reader, ShellCompleter.WORDS.parse(beforeCursor, beforeCursor.length(), null), candidates);
        }
        return candidates;
    }

    /** JLine takes those that fit what is typed already. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``                           | help,exit,kv-get,kv-set,ping
            kv-                          | help,exit,kv-get,kv-set,ping
            help kv                      | kv-get,kv-set,ping
            `kv-set `                    | key=,value=,ttlMs=,quick=,mode=
            kv-set key=a va              | value=,ttlMs=,quick=,mode=
            kv-set key=a quick=          | value=,ttlMs=,quick=true,quick=false,mode=
            kv-set mode=f                | key=,value=,ttlMs=,quick=,mode=fast,mode=safe
            `ping `                      | ``
            `nope `                      | ``
            """)
    void completesTypesAndTheFieldsThatALineLacks(String typed, String offered) throws Exception {
        assertThat(candidates(typed).stream().map(Candidate::value))
                .containsExactly(offered.isEmpty() ? new String[0] : offered.split(","));
    }

    @Test
    void saysWhatEachIs() throws Exception {
        assertThat(candidates("kv").get(2).descr()).isEqualTo("Read the value of a key");
        assertThat(candidates("kv-set ").getFirst().descr()).isEqualTo("The key");
        assertThat(candidates("kv-set ").getFirst().complete()).isFalse();
    }
}
