package io.wizd.handlers.spec;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A record of a message whose other fields are refused, as parameters of a query are. For records with conditions: without one
 * that is misspelt, a list would be of all there is, and a write would be carried out whatever is there.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface DeclaredFieldsOnly {}
