package io.wizd.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Cuts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** {@link JsonFrameDecoder}. Behind a frame that is no JSON the connection closes, so what follows does not count. */
class JsonFrameFuzzTest {

    @FuzzTest
    void framesAreTheSameHoweverTheBytesArrive(byte[] bytes) {
        List<String> whole = List.of();
        for (List<byte[]> pieces : Cuts.of(bytes)) {
            List<String> frames = untilBroken(Frames.of(Framing.JSON_TEXT, pieces, Frames.MAX_MESSAGE_BYTES));
            whole = whole.isEmpty() ? frames : whole;
            assertThat(frames).isEqualTo(whole);
        }
        assertNothingIsLost(whole, bytes);
    }

    private static List<String> untilBroken(List<String> frames) {
        List<String> good = new ArrayList<>();
        for (String frame : frames) {
            String seen = isJson(frame) ? frame : frame.equals("TOO_LARGE") ? frame : "NOT_JSON";
            good.add(seen);
            if (!seen.equals(frame) || seen.equals("TOO_LARGE")) {
                break;
            }
        }
        return good;
    }

    private static boolean isJson(String frame) {
        try {
            MessageCodec.checked(frame.getBytes(StandardCharsets.ISO_8859_1));
            return true;
        } catch (WizdException e) {
            return e.fault().code() != ErrorCode.NOT_JSON;
        }
    }

    /** The frames follow one another with nothing but white space between; behind the last one only a fault may be. */
    private static void assertNothingIsLost(List<String> frames, byte[] bytes) {
        String rest = new String(bytes, StandardCharsets.ISO_8859_1);
        for (String frame : frames) {
            rest = withoutWhiteSpace(rest);
            if (frame.equals("TOO_LARGE") || frame.equals("NOT_JSON")) {
                return;
            }
            assertThat(rest).startsWith(frame);
            rest = rest.substring(frame.length());
        }
        assertThat(withoutWhiteSpace(rest)).isEmpty();
    }

    private static String withoutWhiteSpace(String text) {
        return text.replaceFirst("^[ \n\r\t]+", "");
    }
}
