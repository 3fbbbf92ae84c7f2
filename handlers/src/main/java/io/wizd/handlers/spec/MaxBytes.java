package io.wizd.handlers.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The most bytes of UTF-8 that a string may have; {@code jakarta.validation.constraints.Size} counts characters. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface MaxBytes {
    /** Bytes. */
    int value();
}
