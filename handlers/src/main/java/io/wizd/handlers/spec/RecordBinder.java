package io.wizd.handlers.spec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.wizd.program.Suggestion;
import io.wizd.protocol.Json;
import io.wizd.protocol.Jsons;
import io.wizd.protocol.MessageCodec;
import io.wizd.protocol.WizdException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a message carries into its record and checks every declared field on the way, in one pass over the bytes. Fields
 * that the record does not declare are passed over, so that newer clients can talk to older servers, but where it is {@link
 * DeclaredFieldsOnly} or a {@link PartialUpdate}; a declared field that appears twice is refused, because nobody could say
 * which one counts. What goes on is the record, and nothing else: a database walks less deep than a message may be, and must
 * not stumble over what nobody reads. Made once a type; any thread.
 */
public final class RecordBinder<I> {
    /** So many fields that are not declared are looked at for mistakes, so that they cost no more than others. */
    private static final int LOOKED_AT_FOR_MISTAKES = 16;

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
     * @throws IllegalArgumentException if it is not an accessible record, or has a component that no message can carry
     */
    public static <I> RecordBinder<I> of(Class<I> type) {
        return of(type, Map.of());
    }

    /**
     * Reads the record's declaration.
     *
     * @param expected what a field must be, by its name, where the errors are to say something else than the record
     * @throws IllegalArgumentException if it is not an accessible record, or has a component that no message can carry
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
     * Reads one body.
     *
     * @param body a valid JSON object
     * @throws WizdException as {@link #bind(MessageContent)} does
     */
    public I bind(Json body) {
        return bind(MessageContent.of(body));
    }

    /**
     * Reads what one message carries.
     *
     * @throws WizdException {@code BAD_FIELD} with the first field that is wrong, and a description of all that are; {@code
     *     TOO_LARGE} for too many fields
     */
    public I bind(MessageContent content) {
        Binding binding = new Binding();
        try {
            for (Map.Entry<String, String> text : content.texts().entrySet()) {
                binding.take(text.getKey(), field -> field.readText(text.getValue()));
            }
            for (Map.Entry<String, Json> value : content.values().entrySet()) {
                binding.take(value.getKey(), field -> field.readWhole(value.getValue()));
            }
            // Where there is nothing to read, a parser costs more than what it would find.
            if (fields.length > 0 && content.object() != Json.EMPTY_OBJECT) {
                binding.takeFieldsOf(content.object());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("a body that was checked is not valid JSON", e);
        }
        return binding.end();
    }

    /** Takes the value of one field from where it is. */
    @FunctionalInterface
    private interface Source {
        @Nullable
        Object read(FieldReader field) throws IOException;
    }

    /** The reading of one message. */
    private final class Binding {
        private final @Nullable Object[] values = new Object[fields.length];
        private final FieldFaults faults = new FieldFaults(fields.length + 1);
        private long seen;

        /** Fields that the record does not declare, one of which may be one that is missing; made only if there are some. */
        private @Nullable List<String> unknown;

        void takeFieldsOf(Json object) throws IOException {
            try (JsonParser parser = Jsons.FACTORY.createParser(object.array(), object.offset(), object.length())) {
                Source source = field -> field.read(parser, object);
                int count = 0;
                parser.nextToken();
                while (parser.nextToken() == JsonToken.FIELD_NAME) {
                    MessageCodec.checkFields(++count);
                    String name = parser.currentName();
                    parser.nextToken();
                    take(name, source);
                    // Where it still is before an object or an array, that is passed over; else this does nothing.
                    parser.skipChildren();
                }
            }
        }

        void take(String name, Source source) throws IOException {
            Integer index = indexByName.get(name);
            if (index == null) {
                keepUnknown(name);
                if (others != Others.PASSED_OVER && !faults.has(fields.length)) {
                    faults.add(fields.length, noSuchField(name));
                }
                return;
            }
            FieldReader field = fields[index];
            try {
                if ((seen & 1L << index) != 0) {
                    throw WizdException.ofField(name, name + " appears twice");
                }
                seen |= 1L << index;
                values[index] = source.read(field);
                if (values[index] == null && !field.required && others == Others.REFUSED_IN_UPDATE) {
                    throw WizdException.ofField(name, name + " cannot be null; left out, it stays as it is");
                }
            } catch (WizdException e) {
                faults.add(index, e);
            }
        }

        private void keepUnknown(String name) {
            if (unknown == null) {
                unknown = new ArrayList<>();
            }
            if (unknown.size() < LOOKED_AT_FOR_MISTAKES) {
                unknown.add(name);
            }
        }

        I end() {
            for (int i = 0; i < fields.length; i++) {
                if (values[i] == null && fields[i].required && !faults.has(i)) {
                    faults.add(i, missing(fields[i]));
                }
            }
            faults.throwIfAny();
            return make(values);
        }

        private WizdException missing(FieldReader field) {
            String misspelt = unknown == null ? "" : misspelt(field.name, unknown);
            return WizdException.ofField(
                    field.name, field.name + " is missing; it must be " + field.expected + misspelt);
        }
    }

    /** One of them that looks like this field more than like any other. */
    private String misspelt(String field, List<String> unknown) {
        return unknown.stream()
                .filter(name -> Suggestion.of(name, indexByName.keySet())
                        .filter(field::equals)
                        .isPresent())
                .findFirst()
                .map(name -> "; did you write " + name + " for it?")
                .orElse("");
    }

    @SuppressWarnings("unchecked")
    private I make(@Nullable Object[] values) {
        try {
            return (I) constructor.invokeExact(values);
        } catch (Throwable e) {
            throw new IllegalStateException("the constructor of a message's record must not throw", e);
        }
    }

    private WizdException noSuchField(String name) {
        String known = Arrays.stream(fields).map(field -> field.name).collect(Collectors.joining(", "));
        return WizdException.ofField(name, "there is no field " + name + " here; there are " + known);
    }

    /** Whether the record declares this field. */
    public boolean declares(String field) {
        return indexByName.containsKey(field);
    }

    /** The declared field that this name looks like. */
    public Optional<String> near(String name) {
        return Suggestion.of(name, indexByName.keySet());
    }

    /** Whether this field is text, so that a query parameter or a path segment is taken as it is. */
    public boolean isText(String field) {
        Integer index = indexByName.get(field);
        return index == null || fields[index].kind == FieldReader.Kind.STRING;
    }
}
