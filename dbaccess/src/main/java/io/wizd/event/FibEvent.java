package io.wizd.event;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** About the Fibonacci numbers that are kept. */
public sealed interface FibEvent extends Event {

    @Line(level = Level.INFO, text = "Fibonacci numbers read back in {elapsedMs} ms: {numbers}")
    record FibTableRead(int numbers, long elapsedMs) implements FibEvent {}

    @Line(
            level = Level.WARN,
            text = "{file} is damaged, and the Fibonacci numbers are computed anew: {why}",
            remedy = "nothing for wizd; but the disk lost or changed what it was given")
    record FibTableDamaged(Path file, String why) implements FibEvent {}

    @Line(
            level = Level.WARN,
            text = "{file} cannot be read, and the Fibonacci numbers are computed anew: {why}",
            remedy = "see whether the disk works, and whether the file belongs to the user of wizd")
    record FibTableUnreadable(Path file, String why) implements FibEvent {}

    @Line(
            level = Level.WARN,
            text = "{file} cannot be written, and the next start computes the Fibonacci numbers anew: {why}",
            remedy = "make room on the disk")
    record FibTableNotWritten(Path file, String why) implements FibEvent {}

    @Line(
            level = Level.WARN,
            text = "{folder} has no room for the Fibonacci numbers, so sending them takes a copy: {why}",
            remedy = "nothing, or give a container more of it (`--shm-size`)")
    record FibMemoryMissing(Path folder, String why) implements FibEvent {}
}
