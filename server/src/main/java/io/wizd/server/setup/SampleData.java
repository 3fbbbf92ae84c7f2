package io.wizd.server.setup;

import com.fasterxml.jackson.core.JsonGenerator;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.NamedCsvRecord;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.MessageType;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.Message;
import io.wizd.protocol.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Made-up people, so that a newcomer's first request finds something. They go the way of any message, through the
 * handlers {@code register} and {@code member-batch}, so the same checks hold and each row lands where it belongs; both
 * find again what is there, so loading twice changes nothing.
 */
public final class SampleData {
    private static final SampleData NONE = new SampleData(List.of(), List.of());

    private final List<String> cardUserFiles;
    private final List<String> memberFiles;

    private SampleData(List<String> cardUserFiles, List<String> memberFiles) {
        this.cardUserFiles = cardUserFiles;
        this.memberFiles = memberFiles;
    }

    /** The sample data that comes with wizd. */
    public static SampleData shipped() {
        return new SampleData(List.of("test-data/wiz_card_user.json"), List.of("test-data/members.csv"));
    }

    /** Nothing. */
    public static SampleData none() {
        return NONE;
    }

    /**
     * Loads it all; blocks.
     *
     * @throws io.wizd.protocol.WizdException if the database does not take it
     */
    void load(HandlerTable table, long deadlineNanos) {
        try {
            for (String file : cardUserFiles) {
                for (CardUser user : Jsons.MAPPER.readValue(open(file), CardUser[].class)) {
                    handle(table, user.message(), deadlineNanos);
                }
            }
            for (String file : memberFiles) {
                handle(table, Message.of("member-batch", members(file)), deadlineNanos);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a file of wizd's own cannot be read", e);
        }
    }

    /** A row of the file, which has the columns of the table. */
    private record CardUser(
            String user_id,
            String device_id,
            @Nullable String first_name,
            @Nullable String last_name,
            @Nullable String company,
            @Nullable String email,
            @Nullable String phone,
            double lat,
            double lng) {

        Message message() {
            Json body = Jsons.write(new Registration(lat, lng, first_name, last_name, company, email, phone));
            return new Message("register", null, user_id, device_id, null, null, body);
        }
    }

    private record Registration(
            double lat,
            double lng,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String company,
            @Nullable String email,
            @Nullable String phone) {}

    /** All rows as one message; the column id is not among its fields, because the server gives ids out. */
    private static Json members(String file) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (CsvReader<NamedCsvRecord> rows = CsvReader.builder()
                        .ofNamedCsvRecord(new InputStreamReader(open(file), StandardCharsets.UTF_8));
                JsonGenerator out = Jsons.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeArrayFieldStart("members");
            for (NamedCsvRecord row : rows) {
                out.writeStartObject();
                out.writeStringField("first_name", row.getField("first_name"));
                out.writeStringField("last_name", row.getField("last_name"));
                out.writeStringField("phone_number", row.getField("phone_number"));
                out.writeNumberField("client_member_id", Long.parseLong(row.getField("client_member_id")));
                out.writeNumberField("account_id", Long.parseLong(row.getField("account_id")));
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        return Json.of(bytes.toByteArray());
    }

    private static void handle(HandlerTable table, Message message, long deadlineNanos) {
        handle(Objects.requireNonNull(table.find(message.msgType())), message, deadlineNanos);
    }

    private static <I, O> void handle(MessageType<I, O> row, Message message, long deadlineNanos) {
        I in = row.binder().bind(message.body());
        Call call = new Call(message, row.spec().effect(), deadlineNanos);
        if (row.handler().handle(call, in) instanceof Reply.Pending<O> pending) {
            pending.awaitJson();
        }
    }

    private static InputStream open(String file) {
        return Objects.requireNonNull(SampleData.class.getClassLoader().getResourceAsStream(file), file);
    }
}
