package io.wizd.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.Framing;
import io.wizd.protocol.Json;
import io.wizd.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReplyScannerTest {
    private static final Message PING = Message.of("ping", Json.EMPTY_OBJECT);

    @Test
    void findsRepliesOfMessagesWhereverTheStreamIsCut() {
        String ok = "{\"msgType\":\"ping\",\"seqNum\":1007,\"result\":{\"Error\":0},\"data\":{}}";
        String refused = "{\"msgType\":\"ping\",\"seqNum\":1000,\"result\":{\"Error\":503}}";
        String other = "{\"result\":{\"Error\":400}}";
        List<String> found = List.of("slot 7 ok", "slot 0 failed", "slot -1 failed");

        assertFound(Framing.JSON_TEXT, ok + "\n" + refused + "\n" + other + "\n", found);
        assertFound(Framing.LENGTH_PREFIXED, prefixed(ok) + prefixed(refused) + prefixed(other), found);
    }

    private static void assertFound(Framing framing, String stream, List<String> expected) {
        RequestTemplate template = RequestTemplate.message(framing, PING, NumberRange.DEFAULT);
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(scan(template.newScanner(), stream, cut))
                    .as("cut at %d", cut)
                    .isEqualTo(expected);
        }
    }

    @Test
    void findsHttpRepliesWhereverTheStreamIsCut() {
        String ok = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nh\r\n\r\n";
        String notFound = "HTTP/1.1 404 Not Found\r\ncontent-length:0\r\nA: b\r\n\r\n";
        String noContent = "HTTP/1.1 204 No Content\r\n\r\n";
        String stream = ok + notFound + noContent;
        for (int cut = 0; cut <= stream.length(); cut++) {
            assertThat(scan(new HttpReplyScanner(), stream, cut))
                    .as("cut at %d", cut)
                    .containsExactly("slot -2 ok", "slot -2 failed", "slot -2 ok");
        }
    }

    @Test
    void refusesWhatIsNoReply() {
        ReplyScanner framed = RequestTemplate.message(Framing.LENGTH_PREFIXED, PING, NumberRange.DEFAULT)
                .newScanner();
        assertThatThrownBy(() -> scan(framed, "HTTP/1.1 400 Bad Request\r\n\r\n", 0))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(
                        () -> scan(new HttpReplyScanner(), "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", 0))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("without a Content-Length");
    }

    /** As a connection does: what was not used is kept, moved to the front, and looked at again when more has come. */
    private static List<String> scan(ReplyScanner scanner, String stream, int cut) {
        byte[] all = stream.getBytes(StandardCharsets.ISO_8859_1);
        List<String> found = new ArrayList<>();
        byte[] rest = new byte[0];
        for (byte[] part : List.of(Arrays.copyOf(all, cut), Arrays.copyOfRange(all, cut, all.length))) {
            byte[] in = Arrays.copyOf(rest, rest.length + part.length);
            System.arraycopy(part, 0, in, rest.length, part.length);
            int from = 0;
            for (int length = scanner.scan(in, from, in.length);
                    length != ReplyScanner.INCOMPLETE;
                    length = scanner.scan(in, from, in.length)) {
                from += length;
                found.add("slot " + scanner.slot() + (scanner.isSuccess() ? " ok" : " failed"));
            }
            rest = Arrays.copyOfRange(in, from, in.length);
        }
        assertThat(rest).as("nothing left").isEmpty();
        return found;
    }

    private static String prefixed(String text) {
        return "\0\0\0" + (char) text.length() + text;
    }
}
