@NullMarked
package io.wizd.client.cli;

import org.jspecify.annotations.NullMarked;
