/** The handler contract: one class a message, declared by its spec, found in the table. */
@NullMarked
package io.wizd.handlers;

import org.jspecify.annotations.NullMarked;
