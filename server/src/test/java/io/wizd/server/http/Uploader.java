package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.Route;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.handlers.spec.Upload;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Reply;
import io.wizd.server.testing.RawResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.jspecify.annotations.Nullable;

/** Says what of an upload has arrived: {@code /uploads/{name}}, for anyone, and {@code /guarded/{name}}. */
public final class Uploader implements HandlerPlugin {
    /** How many uploads have reached the handler. */
    public final AtomicInteger handled = new AtomicInteger();

    private final Path kept;

    /** @param kept a folder where files go that are to be kept */
    public Uploader(Path kept) {
        this.kept = kept;
    }

    public record In(
            @Doc("A name") String name,
            @Doc("A number") @Nullable Integer number,

            @Doc("What becomes of the file: keep, or fail") @Nullable
            String then) {}

    public record Out(
            @Doc("As it came") String name,
            @Doc("As it came") @Nullable Integer number,
            @Doc("As it came; empty for none") String contentType,
            @Doc("As it came; empty for none") String contentEncoding,

            @Doc("Bytes as they were counted; -1 for no upload")
            long bytes,

            @Doc("Of the file, and of its folder") String modes,
            @Doc("CRC-32 of the file") String digest) {}

    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        MessageSpec<In, Out> open = MessageSpec.of("upload", In.class, Out.class)
                .routes(Route.put("/uploads/{name}").upload());
        MessageSpec<In, Out> guarded = MessageSpec.of("guarded", In.class, Out.class)
                .access(Access.role("admin"))
                .routes(Route.put("/guarded/{name}").upload());
        return List.of(handler(open), handler(guarded));
    }

    private MessageHandler<In, Out> handler(MessageSpec<In, Out> spec) {
        return new MessageHandler<>() {
            @Override
            public MessageSpec<In, Out> spec() {
                return spec;
            }

            @Override
            public Reply<Out> handle(Call call, In in) {
                handled.incrementAndGet();
                try {
                    return Reply.of(seen(in, call.upload()));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private Out seen(In in, @Nullable Upload upload) throws IOException {
        if (upload == null) {
            return new Out(in.name(), in.number(), "", "", -1, "", "");
        }
        if ("fail".equals(in.then())) {
            throw new IllegalStateException("as told");
        }
        String digest = digest(upload.file());
        String modes = mode(upload.file()) + " "
                + mode(Objects.requireNonNull(upload.file().getParent()));
        if ("keep".equals(in.then())) {
            Files.move(upload.file(), kept.resolve(in.name()));
        }
        return new Out(
                in.name(), in.number(), upload.contentType(), upload.contentEncoding(), upload.bytes(), modes, digest);
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String digest(Path file) throws IOException {
        CRC32 digest = new CRC32();
        try (InputStream in = new CheckedInputStream(Files.newInputStream(file), digest)) {
            byte[] buffer = new byte[1 << 20];
            while (in.read(buffer) >= 0) {
                // The stream digests what it reads.
            }
        }
        return digest(digest);
    }

    /** The files that are there, or on their way, in a data directory. */
    public static List<Path> files(Path data) throws IOException {
        Path folder = data.resolve("uploads");
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    public static JsonNode json(RawResponse response) {
        assertThat(response.status()).as("%s", response).isEqualTo(200);
        return Jsons.read(Json.of(response.body()), JsonNode.class);
    }

    public static void assertArrived(RawResponse response, byte[] body) {
        JsonNode seen = json(response);
        assertThat(seen.get("bytes").asLong()).isEqualTo(body.length);
        assertThat(seen.get("digest").asText()).isEqualTo(digest(body));
    }

    /** What {@code digest} is of the bytes that it has seen: no test breaks bytes so that they would have the same. */
    public static String digest(CRC32 seen) {
        return Long.toHexString(seen.getValue());
    }

    public static String digest(byte[] bytes) {
        CRC32 digest = new CRC32();
        digest.update(bytes);
        return digest(digest);
    }

    public static byte[] random(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }
}
