package io.wizd.db.embedded;

import java.nio.file.Path;

/** A program that unpacks the server where the environment says, and prints where that is. */
public final class UnpackBinaries {

    private UnpackBinaries() {}

    /** The argument is the data directory. */
    public static void main(String[] arguments) {
        System.out.println(ServerBinaries.unpacked(Path.of(arguments[0])).folder());
    }
}
