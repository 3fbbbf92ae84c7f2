package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0 bytes, 0 bytes",
        "1000, 1000 bytes, 1000 bytes",
        "1049600, 1025 KiB, 1025 KiB (1049600 bytes)",
        "1048576, 1 MiB, 1 MiB (1048576 bytes)",
        "1048577, 1048577 bytes, 1048577 bytes",
        "2305843009213693952, 2048 PiB, 2048 PiB (2305843009213693952 bytes)"
    })
    void aSizeIsToldInTheUnitThatAPersonWouldWrite(long bytes, String shown, String withBytes) {
        assertThat(ByteSize.shown(bytes)).isEqualTo(shown);
        assertThat(ByteSize.withBytes(bytes)).isEqualTo(withBytes);
    }
}
