/** The Fibonacci service. */
@NullMarked
package io.wizd.handlers.fib;

import org.jspecify.annotations.NullMarked;
