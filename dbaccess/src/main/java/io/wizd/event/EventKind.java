package io.wizd.event;

import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.event.Level;

/** One record of {@link Event}, read once from its {@link Line}; a line that names no component fails at class load. */
final class EventKind {
    private static final Pattern COMPONENT = Pattern.compile("\\{(\\w+)}");
    private static final Map<Class<?>, EventKind> KINDS = kinds();

    private final String name;
    private final Line line;

    /** The text between the components, one more than these. */
    private final List<String> literals = new ArrayList<>();

    private final List<Method> components = new ArrayList<>();

    private EventKind(Class<?> type) {
        this.name = type.getSimpleName().replaceAll("(?<!^)([A-Z])", "_$1").toLowerCase(Locale.ROOT);
        this.line = Objects.requireNonNull(type.getAnnotation(Line.class), () -> type + " has no line");
        Matcher matcher = COMPONENT.matcher(line.text());
        int from = 0;
        while (matcher.find()) {
            literals.add(line.text().substring(from, matcher.start()));
            components.add(component(type, matcher.group(1)));
            from = matcher.end();
        }
        literals.add(line.text().substring(from));
    }

    private static Method component(Class<?> type, String named) {
        return Arrays.stream(type.getRecordComponents())
                .filter(component -> component.getName().equals(named))
                .map(RecordComponent::getAccessor)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(type + " has no " + named));
    }

    private static Map<Class<?>, EventKind> kinds() {
        Map<Class<?>, EventKind> kinds = new LinkedHashMap<>();
        records(Event.class).forEach(type -> kinds.put(type, new EventKind(type)));
        return Collections.unmodifiableMap(kinds);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord()
                ? Stream.of(type)
                : Arrays.stream(type.getPermittedSubclasses()).flatMap(EventKind::records);
    }

    /** All there are, those about the same thing together. */
    static Collection<EventKind> all() {
        return KINDS.values();
    }

    static EventKind of(Event event) {
        return Objects.requireNonNull(KINDS.get(event.getClass()));
    }

    String name() {
        return name;
    }

    Level level() {
        return line.level();
    }

    /** The line with the names of the components. */
    String template() {
        return line.text();
    }

    String remedy() {
        return line.remedy();
    }

    String textOf(Event event) {
        StringBuilder text = new StringBuilder(literals.getFirst());
        for (int i = 0; i < components.size(); i++) {
            text.append(valueOf(components.get(i), event)).append(literals.get(i + 1));
        }
        return text.toString();
    }

    /** Each value by its name, but what is thrown; of an origin its parts. */
    Map<String, Object> valuesOf(Event event) {
        Map<String, Object> values = new LinkedHashMap<>();
        for (RecordComponent component : event.getClass().getRecordComponents()) {
            Object value = valueOf(component.getAccessor(), event);
            if (value instanceof Origin origin) {
                values.put("client", origin.client());
                if (origin.requestId() != null) {
                    values.put("requestId", origin.requestId());
                }
            } else if (!(value instanceof Throwable)) {
                values.put(component.getName(), value);
            }
        }
        return values;
    }

    private static Object valueOf(Method component, Event event) {
        try {
            return component.invoke(event);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a public record gives its components", e);
        }
    }
}
