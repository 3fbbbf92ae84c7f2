/**
 * All that a running wizd tells the person who runs it. Each {@link Event} is a record with a {@link Line}: its level, its
 * text, and what that person does about it. They are grouped by what they are about, a file each: {@link NodeEvent},
 * {@link JobEvent} and so on. Who observes something calls {@link Events#tell}; the log, the metrics, and whoever calls
 * {@link Events#subscribe} hear it. docs/operations.md has the table of all.
 *
 * <p>Lines for those who develop wizd are not events: they are written at DEBUG by a logger of their class. Nothing else
 * writes to the log at INFO or above. Command-line tools print for their user as they like.
 */
@NullMarked
package io.wizd.event;

import org.jspecify.annotations.NullMarked;
