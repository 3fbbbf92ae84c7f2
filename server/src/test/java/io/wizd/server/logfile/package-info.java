/** Tests of the files of lines. */
@NullMarked
package io.wizd.server.logfile;

import org.jspecify.annotations.NullMarked;
