package io.wizd.db.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseTest {

    private static final long POOL_BYTES = 32L << 20;

    @Test
    void startsAndServes(@TempDir Path data) throws Exception {
        for (int i = 0; i < 3; i++) {
            try (EmbeddedDatabase db = EmbeddedDatabase.start(data, List.of("wizd_main"), POOL_BYTES)) {
                assertThat(db.owner("wizd_main").connect().isValid(1)).isTrue();
            }
        }
    }
}
