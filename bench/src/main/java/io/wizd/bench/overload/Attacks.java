package io.wizd.bench.overload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.wizd.bench.BenchException;
import io.wizd.bench.ForwardedFor;
import io.wizd.bench.MemberRows;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What the attackers of each class send, at ten times what the server can bear, as far as it takes it. One thread. */
final class Attacks {
    static final String SMALL_KEY = "attacked-";
    static final String BIG_KEY = "attacked-big";
    static final String HUGE_KEY = "attacked-huge-";
    static final int SMALL_KEYS = 100;
    static final int HUGE_KEYS = 3;

    private static final int OVERLOAD = 10;
    private static final int PIPELINED = 100;
    private static final int ENVELOPES = 100;
    private static final int ROWS_AN_ITEM = 20;
    private static final int FILES = 8;
    private static final int PIPELINED_DESCRIPTIONS = 60;
    private static final int MISSING_BYTES = 8_000;

    private final AttackSize size;
    private final Path folder;
    private final String adminPassword;
    private final AtomicLong guesses = new AtomicLong();

    /** @param folder for files that are made */
    Attacks(AttackSize size, Path folder, String adminPassword) {
        this.size = size;
        this.folder = folder;
        this.adminPassword = adminPassword;
    }

    /** @param bearable requests a second that the server answered without attackers */
    List<Traffic> of(AttackClass attackClass, double bearable) {
        return switch (attackClass) {
            case GETS -> List.of(pipelined(bearable, RequestBytes.pipelined(PIPELINED, Attacks::smallGet)));
            case SETS -> List.of(pipelined(bearable, RequestBytes.pipelined(PIPELINED, Attacks::smallSet)));
            case BIG_VALUES -> bigValues();
            case IMPORTS -> imports();
            case WRONG_PASSWORDS -> List.of(Traffic.flood(size.connections(), 5, this::wrongPasswords));
            case HALF_OPEN -> halfOpen();
            case SLOW_READERS -> slowReaders();
        };
    }

    private Traffic pipelined(double bearable, ByteBuf requests) {
        double perSecond = OVERLOAD * bearable / PIPELINED / size.connections();
        return Traffic.flood(size.connections(), perSecond, RequestBytes.again(requests));
    }

    private static ByteBuf smallGet(int n) {
        return RequestBytes.get("/kv/" + SMALL_KEY + n % SMALL_KEYS);
    }

    private static ByteBuf smallSet(int n) {
        byte[] value = RequestBytes.jsonText(PIPELINED);
        return RequestBytes.withBody("PUT /kv/" + SMALL_KEY + "set-" + n, value, RequestBytes.JSON);
    }

    /** A disk that is quick takes some 50 MB/s of them, and the loopback some 500 MB/s of replies. */
    private List<Traffic> bigValues() {
        String get = "{\"op\":\"get\",\"key\":\"" + BIG_KEY + "\"}";
        String envelope = "{\"msgType\":\"kv-get\",\"message\":{\"key\":\"" + BIG_KEY + "\"}}";
        byte[] batch = RequestBytes.utf8("{\"operations\":" + array(size.itemsAtOnce(), get) + "}");
        byte[] envelopes = RequestBytes.utf8(array(Math.min(ENVELOPES, size.itemsAtOnce()), envelope));
        byte[] value = RequestBytes.jsonText(size.bigBytes());
        int half = Math.max(1, size.connections() / 2);
        return List.of(
                Traffic.flood(2 * size.connections(), 100, RequestBytes.again(RequestBytes.get("/kv/" + BIG_KEY))),
                Traffic.flood(
                        size.connections(),
                        50,
                        RequestBytes.again(
                                RequestBytes.withBody("PUT /kv/" + BIG_KEY + "-set", value, RequestBytes.JSON))),
                Traffic.flood(
                        half, 2, RequestBytes.again(RequestBytes.withBody("POST /kv/", batch, RequestBytes.JSON))),
                Traffic.flood(
                        half,
                        10,
                        RequestBytes.again(RequestBytes.withBody("POST /messages", envelopes, RequestBytes.JSON))));
    }

    private static String array(int count, String item) {
        return IntStream.range(0, count).mapToObj(i -> item).collect(Collectors.joining(",", "[", "]"));
    }

    /** One connection a file, since a reply comes when the file is in. */
    private List<Traffic> imports() {
        String credentials = "Authorization: " + basic(adminPassword);
        List<Traffic> kinds = new ArrayList<>();
        for (int file = 0; file < FILES; file++) {
            byte[] csv = csv(file);
            ByteBuf put = RequestBytes.withBody("PUT /api/members/batch", csv, "Content-Type: text/csv", credentials);
            kinds.add(Traffic.flood(Math.max(1, size.connections() / 4), 10, RequestBytes.again(put)));
        }
        return kinds;
    }

    private byte[] csv(int number) {
        Path file = folder.resolve("members-" + number + ".csv");
        try {
            int rows = size.itemsAtOnce() * ROWS_AN_ITEM;
            new MemberRows(1 + number * rows, rows).writeCsv(file);
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new BenchException("cannot write " + file + ": " + e.getMessage(), e);
        }
    }

    private ByteBuf wrongPasswords() {
        return RequestBytes.pipelined(size.connections(), n -> wrongPassword(guesses.incrementAndGet()));
    }

    /** From an address of its own: one that has been wrong twenty times is answered without a hash. */
    private static ByteBuf wrongPassword(long guess) {
        return RequestBytes.get(
                "/api/jobs/",
                "Authorization: " + basic("wrong-" + guess),
                "X-Forwarded-For: " + ForwardedFor.address(guess));
    }

    private static String basic(String password) {
        return "Basic " + Base64.getEncoder().encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
    }

    private List<Traffic> halfOpen() {
        byte[] text = RequestBytes.jsonText(size.bigBytes() - MISSING_BYTES);
        ByteBuf http = Unpooled.wrappedBuffer(
                RequestBytes.unfinished("POST /messages", size.bigBytes(), RequestBytes.JSON),
                Unpooled.wrappedBuffer(text));
        // All but the last quotation mark.
        ByteBuf message = Unpooled.wrappedBuffer(
                Unpooled.wrappedBuffer(RequestBytes.utf8(
                        "{\"msgType\":\"kv-set\",\"seqNum\":1,\"message\":{\"key\":\"" + SMALL_KEY + "\",\"value\":")),
                Unpooled.wrappedBuffer(text, 0, text.length - 1));
        return List.of(held(RequestBytes.again(http)), held(RequestBytes.again(message)));
    }

    private Traffic held(Supplier<ByteBuf> request) {
        return Traffic.held(size.halfOpen() / 2, Traffic.Reading.AS_THEY_COME, request);
    }

    private List<Traffic> slowReaders() {
        List<Traffic> kinds = new ArrayList<>();
        for (int key = 0; key < HUGE_KEYS; key++) {
            int connections = (size.slowReaders() + key) / HUGE_KEYS;
            ByteBuf get = RequestBytes.get("/kv/" + HUGE_KEY + key);
            kinds.add(Traffic.held(connections, Traffic.Reading.SLOWLY, RequestBytes.again(get)));
        }
        ByteBuf descriptions = RequestBytes.pipelined(PIPELINED_DESCRIPTIONS, n -> RequestBytes.get("/openapi.json"));
        kinds.add(Traffic.held(
                Math.max(1, size.connections() / 2), Traffic.Reading.NEVER, RequestBytes.again(descriptions)));
        return kinds;
    }
}
