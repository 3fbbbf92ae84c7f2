package io.wizd.event;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** About the embedded MariaDB. */
public sealed interface MariadbEvent extends Event {

    @Line(
            level = Level.WARN,
            text = "MariaDB (process {pid}) was left over from a wizd that was killed, and is ended",
            remedy = "see who killed that wizd")
    record MariadbLeftOver(long pid) implements MariadbEvent {}

    @Line(
            level = Level.ERROR,
            text = "MariaDB (process {pid}) ended by itself with status {status}; {log} may say why",
            remedy = "read that log; status 137 is a kill, often for want of memory; wizd starts it again")
    record MariadbEnded(long pid, int status, Path log) implements MariadbEvent {}

    @Line(level = Level.WARN, text = "MariaDB was started again (process {pid})")
    record MariadbRestarted(long pid) implements MariadbEvent {}

    @Line(
            level = Level.WARN,
            text = "MariaDB was not started again: {why}",
            remedy = "read `mariadb.log`; after 5 failures in 5 minutes wizd ends")
    record MariadbNotRestarted(String why) implements MariadbEvent {}
}
