package io.wizd.protocol;

/**
 * What is wrong with one field of a message.
 *
 * @param field by its path, as in {@link Fault}
 * @param code the stable code
 * @param description one line for people, cut where it is long
 */
public record FieldFault(String field, ErrorCode code, String description) {
    private static final int MAX_DESCRIPTION_CHARS = 512;

    public FieldFault {
        field = Fault.cut(field, Fault.MAX_FIELD_CHARS);
        description = Fault.cut(description, MAX_DESCRIPTION_CHARS);
    }
}
