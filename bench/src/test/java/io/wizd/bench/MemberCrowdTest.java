package io.wizd.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class MemberCrowdTest {
    @Test
    void rangesHaveAsManyNumbersAsThereAreOfThem() {
        MemberCrowd crowd = new MemberCrowd(5_000_000);
        assertThat(crowd.ids().max() - crowd.ids().min() + 1).isEqualTo(5_000_000);
        assertThat(crowd.phones().max() - crowd.phones().min() + 1).isEqualTo(5_000_000);
        assertThat(crowd.accountIds().max() - crowd.accountIds().min() + 1).isEqualTo(10_000);
    }

    @Test
    void aCrowdWithGapsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MemberCrowd(7_000));
        assertThatIllegalArgumentException().isThrownBy(() -> new MemberCrowd(1_000));
    }
}
