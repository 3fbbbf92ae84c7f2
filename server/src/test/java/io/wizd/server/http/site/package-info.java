@NullMarked
package io.wizd.server.http.site;

import org.jspecify.annotations.NullMarked;
