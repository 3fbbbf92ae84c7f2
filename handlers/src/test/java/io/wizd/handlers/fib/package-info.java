/** Tests of the Fibonacci numbers themselves. */
@org.jspecify.annotations.NullMarked
package io.wizd.handlers.fib;
