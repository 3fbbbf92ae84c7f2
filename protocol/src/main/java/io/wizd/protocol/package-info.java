/** What both ends of a connection share: the envelope, its framing, its codec and the error codes. No JDBC here. */
@NullMarked
package io.wizd.protocol;

import org.jspecify.annotations.NullMarked;
