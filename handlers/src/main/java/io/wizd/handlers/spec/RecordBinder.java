package io.wizd.handlers.spec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads a body into its record and checks every declared field on the way, in one pass over the bytes. Fields that the
 * record does not declare are passed over, so that newer clients can talk to older servers, but where it is {@link
 * DeclaredFieldsOnly} or a {@link PartialUpdate}; a declared field that appears twice is refused, because nobody could say
 * which one the procedure takes. What goes on to a procedure is what was checked, and nothing else: a database walks less deep
 * than a message may be, and must not stumble over what nobody reads. Made once a type; any thread.
 */
public final class RecordBinder<I> {
    private final FieldReader[] fields;
    private final Map<String, Integer> indexByName = new HashMap<>();
    private final MethodHandle constructor;
    private final Others others;

    /** What becomes of fields that are not declared. */
    private enum Others {
        PASSED_OVER,
        REFUSED,
        /** And so is null. */
        REFUSED_IN_UPDATE;

        static Others of(Class<?> type) {
            if (type.isAnnotationPresent(PartialUpdate.class)) {
                return REFUSED_IN_UPDATE;
            }
            return type.isAnnotationPresent(DeclaredFieldsOnly.class) ? REFUSED : PASSED_OVER;
        }
    }

    private RecordBinder(FieldReader[] fields, MethodHandle constructor, Others others) {
        this.fields = fields;
        this.constructor = constructor;
        this.others = others;
        for (int i = 0; i < fields.length; i++) {
            indexByName.put(fields[i].name, i);
        }
    }

    /**
     * Reads the record's declaration.
     *
     * @throws IllegalArgumentException if it is no accessible record, or has a component that no message can carry
     */
    public static <I> RecordBinder<I> of(Class<I> type) {
        return of(type, Map.of());
    }

    /**
     * Reads the record's declaration.
     *
     * @param expected what a field must be, by its name, where the errors are to say something else than the record
     * @throws IllegalArgumentException if it is no accessible record, or has a component that no message can carry
     */
    static <I> RecordBinder<I> of(Class<I> type, Map<String, String> expected) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type + " is not a record");
        }
        FieldReader[] fields = Arrays.stream(components)
                .map(component -> new FieldReader(component, expected.get(component.getName())))
                .toArray(FieldReader[]::new);
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        try {
            MethodHandle constructor = MethodHandles.publicLookup()
                    .findConstructor(type, MethodType.methodType(void.class, types))
                    .asSpreader(Object[].class, types.length)
                    .asType(MethodType.methodType(Object.class, Object[].class));
            return new RecordBinder<>(fields, constructor, Others.of(type));
        } catch (ReflectiveOperationException e) {
            throw new IllegalArgumentException(type + " must be public, with a public constructor", e);
        }
    }

    /**
     * A body that was read.
     *
     * @param in its record
     * @param declared the body without the fields that are not declared: the same where there are none
     */
    public record Bound<I>(I in, Json declared) {}

    /**
     * Reads one body into its record alone.
     *
     * @param body a valid JSON object
     * @throws WizdException {@code BAD_FIELD} with the first field that is wrong, and a description of all that are
     */
    public I bind(Json body) {
        return read(body).in();
    }

    /**
     * Reads one body.
     *
     * @param body a valid JSON object
     * @throws WizdException {@code BAD_FIELD} with the first field that is wrong, and a description of all that are; {@code
     *     TOO_LARGE} for too many fields
     */
    public Bound<I> read(Json body) {
        @Nullable Object[] values = new Object[fields.length];
        FieldFaults faults = new FieldFaults(fields.length + 1);
        // Where nothing is declared there is nothing to read, and a parser costs more than what it would find.
        boolean allDeclared = fields.length > 0 && readFields(body, values, faults);
        for (int i = 0; i < fields.length; i++) {
            if (values[i] == null && fields[i].required && !faults.has(i)) {
                faults.add(
                        i,
                        WizdException.ofField(
                                fields[i].name, fields[i].name + " is missing; it must be " + fields[i].expected));
            }
        }
        faults.throwIfAny();
        return new Bound<>(make(values), allDeclared ? body : declaredOnly(body));
    }

    @SuppressWarnings("unchecked")
    private I make(@Nullable Object[] values) {
        try {
            return (I) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor of a message's record must not throw", e);
        }
    }

    /** The fields that are declared, each as it came. */
    private Json declaredOnly(Json body) {
        if (fields.length == 0) {
            return Json.EMPTY_OBJECT;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(body.length());
        char separator = '{';
        try (JsonParser parser = Jsons.FACTORY.createParser(body.array(), body.offset(), body.length())) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                Json value = FieldReader.slice(parser, body);
                if (declares(name)) {
                    bytes.writeBytes((separator + "\"" + name + "\":").getBytes(StandardCharsets.UTF_8));
                    value.writeTo(bytes);
                    separator = ',';
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was checked is not valid JSON", e);
        }
        if (separator == '{') {
            return Json.EMPTY_OBJECT;
        }
        bytes.write('}');
        return Json.of(bytes.toByteArray());
    }

    /** @return whether the body has no other fields than those that are declared */
    private boolean readFields(Json body, @Nullable Object[] values, FieldFaults faults) {
        try (JsonParser parser = Jsons.FACTORY.createParser(body.array(), body.offset(), body.length())) {
            return readFields(parser, body, values, faults);
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was checked is not valid JSON", e);
        }
    }

    private boolean readFields(JsonParser parser, Json body, @Nullable Object[] values, FieldFaults faults)
            throws IOException {
        boolean allDeclared = true;
        long seen = 0;
        int count = 0;
        parser.nextToken();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            MessageCodec.checkFields(++count);
            Integer index = indexByName.get(parser.currentName());
            parser.nextToken();
            if (index == null) {
                allDeclared = false;
                if (others != Others.PASSED_OVER && !faults.has(fields.length)) {
                    faults.add(fields.length, noSuchField(parser.currentName()));
                }
                parser.skipChildren();
                continue;
            }
            try {
                if ((seen & 1L << index) != 0) {
                    throw WizdException.ofField(fields[index].name, fields[index].name + " appears twice");
                }
                seen |= 1L << index;
                values[index] = fields[index].read(parser, body);
                if (values[index] == null && !fields[index].required && others == Others.REFUSED_IN_UPDATE) {
                    throw WizdException.ofField(
                            fields[index].name, fields[index].name + " cannot be null; left out, it stays as it is");
                }
            } catch (WizdException e) {
                faults.add(index, e);
                // Where it stands before an object or an array, that is passed over; else this does nothing.
                parser.skipChildren();
            }
        }
        return allDeclared;
    }

    private WizdException noSuchField(String name) {
        String known = Arrays.stream(fields).map(field -> field.name).collect(Collectors.joining(", "));
        return WizdException.ofField(name, "there is no field " + name + " here; there are " + known);
    }

    /** Whether the record declares this field. */
    public boolean declares(String field) {
        return indexByName.containsKey(field);
    }

    /** Whether this field is text, so that a query parameter or a path segment is taken as it is. */
    public boolean isText(String field) {
        Integer index = indexByName.get(field);
        return index == null || fields[index].kind == FieldReader.Kind.STRING;
    }
}
