/** The files of the log and of the access log. */
@NullMarked
package io.wizd.server.logfile;

import org.jspecify.annotations.NullMarked;
