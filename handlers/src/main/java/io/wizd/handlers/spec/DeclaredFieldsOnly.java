package io.wizd.handlers.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record of a message whose other fields are refused, as parameters of a query are. For conditions: one that is passed
 * over gives all there is instead of what was asked for.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeclaredFieldsOnly {}
