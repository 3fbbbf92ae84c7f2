package io.wizd.handlers.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A field whose JSON is an array of such records, or of the names of an enum. Its handler reads the items itself, one by one, so that a bad one does not
 * stop the others; this tells the schema what they are.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface ArrayOf {
    /** The record of an item, or the enum. */
    Class<?> value();

    /** The most items. */
    int max() default Integer.MAX_VALUE;
}
