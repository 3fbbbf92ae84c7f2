@NullMarked
package io.wizd.server.config;

import org.jspecify.annotations.NullMarked;
