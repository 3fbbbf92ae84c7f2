package io.wizd.handlers.members.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.wizd.protocol.GzipMembers;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is within gzip comes out, and what is behind it is told. */
class GzipMembersTest {
    static byte[] gzip(byte[] content) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(content);
        }
        return bytes.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    private static byte[] unpacked(byte[] packed) throws IOException {
        try (GzipMembers in = new GzipMembers(new ByteArrayInputStream(packed))) {
            return in.readAllBytes();
        }
    }

    private static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        for (int i = 0; i < length / 2; i++) {
            bytes[i] = 'a';
        }
        return bytes;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65_535, 65_536, 300_000})
    void membersComeOneAfterTheOther(int length) throws IOException {
        byte[] first = random(length);
        byte[] second = random(length / 3);
        byte[] packed = joined(gzip(first), gzip(second), gzip(new byte[0]));

        assertThat(unpacked(packed)).isEqualTo(joined(first, second));
        assertThat(unpacked(joined(packed, new byte[100_000]))).as("padding").isEqualTo(joined(first, second));
    }

    @Test
    void eachPartOfAHeaderIsPassedOver() throws IOException {
        byte[] plain = gzip(new byte[] {1, 2, 3});
        byte[] head = Arrays.copyOf(plain, 10);
        head[3] = 2 + 4 + 8 + 16;
        byte[] fields = {3, 0, 9, 9, 9, 'n', 0, 'c', 0, 7, 7};

        assertThat(unpacked(joined(head, fields, Arrays.copyOfRange(plain, 10, plain.length))))
                .containsExactly(1, 2, 3);
    }

    @Test
    void whatIsCutOffIsToldWhereverItIs() throws IOException {
        byte[] first = gzip(random(200));
        byte[] both = joined(first, gzip(random(300)));
        for (int length = 2; length < both.length; length++) {
            byte[] cut = Arrays.copyOf(both, length);
            if (length == first.length) {
                assertThat(unpacked(cut)).hasSize(200);
            } else {
                assertThatExceptionOfType(EOFException.class)
                        .as("%s bytes", length)
                        .isThrownBy(() -> unpacked(cut));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ann,Abel,1,1,7\n", "\0\0x", "\u001fx"})
    void whatStandsBehindTheEndIsTold(String more) throws IOException {
        byte[] packed = joined(gzip(random(200)), more.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));

        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> unpacked(packed))
                .withMessageContaining("behind its end");
    }

    @Test
    void whatIsDamagedIsTold() throws IOException {
        byte[] packed = gzip(random(20_000));
        packed[packed.length - 6] ^= 1;
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> unpacked(packed))
                .withMessageContaining("checksum");
        Arrays.fill(packed, 15, 5_000, (byte) 0xff);
        assertThatExceptionOfType(ZipException.class).isThrownBy(() -> unpacked(packed));
        assertThatExceptionOfType(ZipException.class)
                .isThrownBy(() -> unpacked("Ann,Abel".getBytes(java.nio.charset.StandardCharsets.ISO_8859_1)));
    }
}
