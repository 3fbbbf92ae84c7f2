package io.wizd.handlers.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record of a message that changes the fields that it names and leaves the others as they are, as JSON Merge Patch (RFC
 * 7396) has it. A field that is not declared is refused, and so is null, by which no field can be removed here: either
 * would be answered as done, and nothing would have changed.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface PartialUpdate {}
