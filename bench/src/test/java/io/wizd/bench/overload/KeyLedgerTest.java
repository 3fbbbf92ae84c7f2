package io.wizd.bench.overload;

import static io.wizd.bench.overload.KeyLedger.Finding.LOST;
import static io.wizd.bench.overload.KeyLedger.Finding.RIGHT;
import static io.wizd.bench.overload.KeyLedger.Finding.WRONG;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.wizd.protocol.Jsons;
import org.junit.jupiter.api.Test;

class KeyLedgerTest {
    private final KeyLedger ledger = new KeyLedger("k", 2);

    private KeyLedger.Finding acknowledge(long version) {
        return ledger.acknowledged(0, ledger.nextSet(0), new Answer.Written("k0", version));
    }

    private KeyLedger.Finding read(long number, long version) throws JsonProcessingException {
        return ledger.read(0, new Answer.Value(Jsons.MAPPER.readTree(ledger.value(0, number)), version));
    }

    @Test
    void whatWasAcknowledgedIsRead() throws JsonProcessingException {
        assertThat(acknowledge(10)).isEqualTo(RIGHT);
        assertThat(read(1, 10)).isEqualTo(RIGHT);
        assertThat(read(1, 11)).isEqualTo(WRONG);
    }

    @Test
    void versionsGrow() {
        assertThat(acknowledge(10)).isEqualTo(RIGHT);
        assertThat(acknowledge(10)).isEqualTo(WRONG);
    }

    @Test
    void anEarlierSetOrNoneIsALossThatIsFoundOnce() throws JsonProcessingException {
        acknowledge(10);
        acknowledge(20);
        assertThat(read(1, 10)).isEqualTo(LOST);
        assertThat(read(1, 10)).isEqualTo(RIGHT);
        assertThat(ledger.absent(0)).isEqualTo(LOST);
        assertThat(ledger.absent(0)).isEqualTo(RIGHT);
    }

    @Test
    void aSetThatNobodyToldOfMayComeAboutLater() throws JsonProcessingException {
        ledger.nextSet(0);
        acknowledge(20);
        assertThat(read(2, 20)).isEqualTo(RIGHT);
        assertThat(read(1, 30)).isEqualTo(RIGHT);
        assertThat(read(2, 20)).isEqualTo(LOST);
    }

    @Test
    void whatWasNeverSentIsWrong() throws JsonProcessingException {
        acknowledge(10);
        assertThat(read(2, 20)).isEqualTo(WRONG);
        assertThat(ledger.acknowledged(1, ledger.nextSet(1), new Answer.Written("k0", 30)))
                .isEqualTo(WRONG);
    }
}
