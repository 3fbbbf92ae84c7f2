package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Cuts;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link LengthFrameDecoder}, beside the few lines that read a whole text. */
class LengthFrameFuzzTest {

    @FuzzTest
    void framesAreTheSameHoweverTheBytesArrive(byte[] bytes) {
        List<String> expected = expected(ByteBuffer.wrap(bytes));
        for (List<byte[]> pieces : Cuts.of(bytes)) {
            assertThat(Frames.of(Framing.LENGTH_PREFIXED, pieces, Integer.BYTES + Frames.MAX_MESSAGE_BYTES))
                    .isEqualTo(expected);
        }
    }

    private static List<String> expected(ByteBuffer bytes) {
        List<String> frames = new ArrayList<>();
        while (bytes.remaining() >= Integer.BYTES) {
            long length = Integer.toUnsignedLong(bytes.getInt());
            if (length > Frames.MAX_MESSAGE_BYTES) {
                frames.add(ErrorCode.TOO_LARGE.name());
                return frames;
            }
            if (length > bytes.remaining()) {
                return frames;
            }
            byte[] frame = new byte[(int) length];
            bytes.get(frame);
            frames.add(new String(frame, StandardCharsets.ISO_8859_1));
        }
        return frames;
    }
}
