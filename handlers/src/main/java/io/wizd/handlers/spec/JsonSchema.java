package io.wizd.handlers.spec;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.wizd.protocol.Json;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The JSON Schema (2020-12) of a record, from its components, their {@link Doc} and their constraints: the same that
 * {@link RecordBinder} checks. Fields that are not declared are allowed where they are on the wire. Static, any thread.
 */
public final class JsonSchema {
    private static final Map<Class<?>, Map<String, Object>> SCALARS = Map.ofEntries(
            Map.entry(String.class, Map.of("type", "string")),
            Map.entry(long.class, Map.of("type", "integer", "format", "int64")),
            Map.entry(Long.class, Map.of("type", "integer", "format", "int64")),
            Map.entry(int.class, Map.of("type", "integer", "format", "int32")),
            Map.entry(Integer.class, Map.of("type", "integer", "format", "int32")),
            Map.entry(BigInteger.class, Map.of("type", "integer")),
            Map.entry(double.class, Map.of("type", "number", "format", "double")),
            Map.entry(Double.class, Map.of("type", "number", "format", "double")),
            Map.entry(boolean.class, Map.of("type", "boolean")),
            Map.entry(Boolean.class, Map.of("type", "boolean")),
            Map.entry(Json.class, Map.of()));

    private JsonSchema() {}

    /**
     * The schema of a record, to be written as JSON.
     *
     * @throws IllegalArgumentException if a component, or one of a record within it, has a type that is not JSON
     */
    public static Map<String, Object> of(Class<?> type) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (RecordComponent component : components(type)) {
            properties.put(component.getName(), ofField(component));
            if (isRequired(component)) {
                required.add(component.getName());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (!takesOtherFields(type)) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    /** Whether fields that the record does not declare are passed over; else they are refused. */
    public static boolean takesOtherFields(Class<?> type) {
        return !type.isAnnotationPresent(DeclaredFieldsOnly.class) && !type.isAnnotationPresent(PartialUpdate.class);
    }

    /** The schema of one field of a record. */
    public static Map<String, Object> ofField(RecordComponent component) {
        AnnotatedType type = component.getAnnotatedType();
        boolean takesNull = !component.getDeclaringRecord().isAnnotationPresent(PartialUpdate.class);
        return described(component, takesNull ? ofType(type) : ofBareType(type));
    }

    /** The schema of a field outside a body, where there is no null. */
    public static Map<String, Object> ofParameter(RecordComponent component) {
        return described(component, ofBareType(component.getAnnotatedType()));
    }

    private static Map<String, Object> described(RecordComponent component, Map<String, Object> type) {
        ArrayOf array = component.getAnnotation(ArrayOf.class);
        Map<String, Object> schema = new LinkedHashMap<>(array == null ? type : ofArray(array));
        addConstraints(schema, component);
        Doc doc = component.getAnnotation(Doc.class);
        if (doc != null) {
            schema.put("description", doc.value());
        }
        return schema;
    }

    /** Whether the field is always there. */
    public static boolean isRequired(RecordComponent component) {
        JsonInclude include = component.getAccessor().getAnnotation(JsonInclude.class);
        return !isNullable(component.getAnnotatedType())
                || include != null && include.value() == JsonInclude.Include.ALWAYS;
    }

    private static RecordComponent[] components(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        if (components == null) {
            throw new IllegalArgumentException(type + " is not a JSON value that wizd knows");
        }
        return components;
    }

    private static boolean isNullable(AnnotatedElement type) {
        return type.isAnnotationPresent(Nullable.class);
    }

    private static Map<String, Object> ofType(AnnotatedType annotated) {
        Map<String, Object> schema = new LinkedHashMap<>(ofBareType(annotated));
        Object type = schema.get("type");
        if (isNullable(annotated) && type != null) {
            schema.put("type", List.of(type, "null"));
            if (schema.get("enum") instanceof List<?> names) {
                List<@Nullable Object> withNull = new ArrayList<>(names);
                withNull.add(null);
                schema.put("enum", withNull);
            }
        }
        return schema;
    }

    private static Map<String, Object> ofBareType(AnnotatedType annotated) {
        Type type = annotated.getType();
        if (type instanceof ParameterizedType generic && annotated instanceof AnnotatedParameterizedType parameters) {
            AnnotatedType[] arguments = parameters.getAnnotatedActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return Map.of("type", "array", "items", ofType(arguments[0]));
            }
            if (generic.getRawType() == Map.class && arguments[0].getType() == String.class) {
                return Map.of("type", "object", "additionalProperties", ofType(arguments[1]));
            }
        }
        if (!(type instanceof Class<?> plain)) {
            throw new IllegalArgumentException(type + " is not a JSON value that wizd knows");
        }
        if (plain.isEnum()) {
            return ofEnum(plain);
        }
        Map<String, Object> scalar = SCALARS.get(plain);
        return scalar != null ? scalar : of(plain);
    }

    private static Map<String, Object> ofArray(ArrayOf array) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", array.value().isEnum() ? ofEnum(array.value()) : of(array.value()));
        if (array.max() < Integer.MAX_VALUE) {
            schema.put("maxItems", array.max());
        }
        return schema;
    }

    private static Map<String, Object> ofEnum(Class<?> type) {
        return Map.of("type", "string", "enum", names(type));
    }

    private static List<String> names(Class<?> enumType) {
        return Arrays.stream(enumType.getEnumConstants()).map(Object::toString).toList();
    }

    private static void addConstraints(Map<String, Object> schema, RecordComponent component) {
        Min min = component.getAccessor().getAnnotation(Min.class);
        if (min != null) {
            schema.put("minimum", min.value());
        }
        Max max = component.getAccessor().getAnnotation(Max.class);
        if (max != null) {
            schema.put("maximum", max.value());
        }
        addLengths(schema, component);
        Pattern pattern = component.getAccessor().getAnnotation(Pattern.class);
        if (pattern != null) {
            schema.put("pattern", "^(?:" + pattern.regexp() + ")$");
        }
    }

    /** A character takes at least one byte, so a limit of bytes is one of characters too. */
    private static void addLengths(Map<String, Object> schema, RecordComponent component) {
        Size size = component.getAccessor().getAnnotation(Size.class);
        MaxBytes bytes = component.getAnnotation(MaxBytes.class);
        int most = Math.min(
                size == null ? Integer.MAX_VALUE : size.max(), bytes == null ? Integer.MAX_VALUE : bytes.value());
        if (size != null && size.min() > 0) {
            schema.put("minLength", size.min());
        }
        if (most < Integer.MAX_VALUE) {
            schema.put("maxLength", most);
        }
    }
}
