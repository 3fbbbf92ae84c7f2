package io.wizd.event;

import java.nio.file.Path;
import org.slf4j.event.Level;

/** About request bodies that go to files. */
public sealed interface UploadEvent extends Event {

    @Line(
            level = Level.ERROR,
            text = "the upload from {origin} cannot be written: {why}",
            remedy = "make room on the disk of the data directory, or see why it fails")
    record UploadNotWritten(Origin origin, String why) implements UploadEvent {}

    @Line(
            level = Level.ERROR,
            text = "the upload from {origin} failed unexpectedly",
            remedy = "a defect of wizd: report it with the stack trace")
    record UploadFailed(Origin origin, Throwable thrown) implements UploadEvent {}

    @Line(
            level = Level.WARN,
            text = "cannot delete the upload {file}: {why}",
            remedy = "see whether the disk works; the next start deletes the file")
    record UploadNotDeleted(Path file, String why) implements UploadEvent {}

    @Line(level = Level.INFO, text = "deleted {file}, which an earlier run of wizd left behind")
    record UploadLeftOver(Path file) implements UploadEvent {}

    @Line(
            level = Level.WARN,
            text = "cannot delete what an earlier run of wizd left in {folder}: {why}",
            remedy = "delete what is in there while wizd is stopped")
    record UploadsNotTidied(Path folder, String why) implements UploadEvent {}
}
