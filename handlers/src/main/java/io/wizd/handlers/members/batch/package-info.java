/** Members by the file: reading, checking, loading, and the jobs that do it. */
@NullMarked
package io.wizd.handlers.members.batch;

import org.jspecify.annotations.NullMarked;
