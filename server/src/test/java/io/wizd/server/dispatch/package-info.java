@NullMarked
package io.wizd.server.dispatch;

import org.jspecify.annotations.NullMarked;
