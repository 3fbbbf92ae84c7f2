package io.wizd.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.bench.reference.JdbcPages;
import io.wizd.client.load.NumberRange;
import io.wizd.protocol.Jsons;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class KvRowsTest {
    @Test
    void valuesAreJsonOfAHundredBytes() throws JsonProcessingException {
        assertThat(KvRows.value(KvRows.WRITTEN.max())).hasSize(100);
        assertThat(Jsons.MAPPER.readTree(KvRows.value(1_234_567)).path("n").asLong())
                .isEqualTo(1_234_567);
    }

    @Test
    void whatIsReadIsAmongWhatIsThere() {
        assertThat(KvRows.PRELOADED.min()).isEqualTo(KvRows.WRITTEN.min());
        assertThat(KvRows.PRELOADED.max() - KvRows.PRELOADED.min() + 1).isEqualTo(100_000);
    }

    @Test
    void aPrefixBeginsAsManyKeysAsAPageHolds() {
        NumberRange there = KvRows.first(100_000);
        String prefix = KvRows.key(JdbcPages.Work.PREFIX.pages(100_000).max());
        long keys = LongStream.rangeClosed(there.min(), there.max())
                .filter(n -> KvRows.key(n).startsWith(prefix))
                .count();
        assertThat(keys).isEqualTo(KvRows.KEYS_A_PAGE);
    }

    @Test
    void fewKeysAreAmongTheManyAndAsLong() {
        assertThat(KvRows.TEN_THOUSAND.min()).isEqualTo(KvRows.TEN_MILLION.min());
        assertThat(KvRows.TEN_THOUSAND.max() - KvRows.TEN_THOUSAND.min() + 1).isEqualTo(10_000);
        assertThat(KvRows.TEN_MILLION.max() - KvRows.TEN_MILLION.min() + 1).isEqualTo(10_000_000);
        assertThat(KvRows.key(KvRows.TEN_THOUSAND.max())).hasSameSizeAs(KvRows.key(KvRows.TEN_MILLION.max()));
    }

    @Test
    void theContendersRowsAreThoseOfThePeersHarness() {
        assertThat(ContenderReset.key(99_999)).isEqualTo("k0099999");
        assertThat(ContenderReset.value(7))
                .startsWith("{\"n\":100000007,\"note\":\"x")
                .hasSize(100);
    }
}
