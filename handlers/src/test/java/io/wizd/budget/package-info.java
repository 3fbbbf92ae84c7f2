/**
 * What all requests together may cost: bytes of memory, connections, processor time. A limit for one request stands where the
 * request is read; a budget is what they share, and what does not fit waits or is refused before it is read or made.
 */
@NullMarked
package io.wizd.budget;

import org.jspecify.annotations.NullMarked;
