package io.wizd.handlers.kv;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyOrderTest {
    @Test
    void theOrderIsThatOfTheBytes() {
        List<String> keys = List.of(
                "",
                "a",
                "aa",
                "b",
                "~",
                "\u007f",
                "é",
                "\uD7FF",
                "\uE000",
                "\uFFEE",
                "\uFFFF",
                "😀",
                "😁",
                "\uDBFF\uDFFF",
                "a😀",
                "a\uFFEE",
                "😀a",
                "😀\uFFEE");
        List<String> expected = new ArrayList<>(keys);
        expected.sort(Comparator.comparing(key -> key.getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned));

        assertThat(keys.stream().sorted(KeyOrder.BYTES)).containsExactlyElementsOf(expected);
        assertThat(KeyOrder.BYTES.compare("😀", "😀")).isZero();
    }
}
