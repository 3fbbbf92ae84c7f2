/** What the very first start of an installation does: the admin account and the sample data. */
@NullMarked
package io.wizd.server.first;

import org.jspecify.annotations.NullMarked;
