package io.wizd.db;

import io.wizd.db.SqlFolder.SqlFile;
import java.io.Reader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.flywaydb.core.api.ResourceProvider;
import org.flywaydb.core.api.resource.LoadableResource;
import org.jspecify.annotations.Nullable;

/**
 * What one database is made of, as Flyway wants to see it: versioned files {@code V001__name.sql}, and procedure files
 * as repeatable ones. A procedure's file is named after the procedure, {@code kv_set.sql}; Flyway knows it as
 * {@code R__kv_set.sql}.
 */
record SchemaSql(List<SqlFile> schema, List<SqlFile> procedures) implements ResourceProvider {

    private static final String VERSIONED = "V";
    private static final String REPEATABLE = "R";
    private static final String REPEATABLE_START = "R__";

    static SchemaSql onClassPath(String folder) {
        return new SchemaSql(SqlFolder.onClassPath(folder + "/schema"), SqlFolder.onClassPath(folder + "/procedures"));
    }

    static SchemaSql onDisk(Path folder) {
        return new SchemaSql(
                SqlFolder.onDisk(folder.resolve("schema")), SqlFolder.onDisk(folder.resolve("procedures")));
    }

    /** The procedure that Flyway's script {@code R__name.sql} makes. */
    static String procedureOf(String script) {
        return script.substring(REPEATABLE_START.length(), script.length() - ".sql".length());
    }

    Set<String> procedureNames() {
        return procedures.stream().map(SqlFile::baseName).collect(Collectors.toSet());
    }

    @Override
    public Collection<LoadableResource> getResources(String prefix, String[] suffixes) {
        return switch (prefix) {
            case VERSIONED ->
                schema.stream()
                        .<LoadableResource>map(file -> new Script(file.name(), file.text()))
                        .toList();
            case REPEATABLE ->
                procedures.stream()
                        .<LoadableResource>map(file -> new Script(REPEATABLE_START + file.name(), file.text()))
                        .toList();
            default -> List.of();
        };
    }

    @Override
    public @Nullable LoadableResource getResource(String name) {
        return null;
    }

    private static final class Script extends LoadableResource {

        private final String name;
        private final String text;

        Script(String name, String text) {
            this.name = name;
            this.text = text;
        }

        @Override
        public Reader read() {
            return new StringReader(text);
        }

        @Override
        public String getAbsolutePath() {
            return name;
        }

        @Override
        public String getAbsolutePathOnDisk() {
            return name;
        }

        @Override
        public String getFilename() {
            return name;
        }

        @Override
        public String getRelativePath() {
            return name;
        }
    }
}
