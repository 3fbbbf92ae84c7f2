@NullMarked
package io.wizd.handlers.members.batch;

import org.jspecify.annotations.NullMarked;
