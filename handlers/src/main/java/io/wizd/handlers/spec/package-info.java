/** What a message type is made of: its declaration, its record, its route, its handler. Every service is written against this. */
@NullMarked
package io.wizd.handlers.spec;

import org.jspecify.annotations.NullMarked;
