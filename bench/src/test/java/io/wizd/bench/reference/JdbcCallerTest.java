package io.wizd.bench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.wizd.db.Database;
import java.lang.reflect.Field;
import org.junit.jupiter.api.Test;

class JdbcCallerTest {
    @Test
    void theDriverIsSetAsWizdSetsIt() throws ReflectiveOperationException {
        Field settings = Database.class.getDeclaredField("DRIVER_SETTINGS");
        settings.setAccessible(true);
        assertThat(JdbcCaller.DRIVER_SETTINGS).isEqualTo(settings.get(null));
    }
}
