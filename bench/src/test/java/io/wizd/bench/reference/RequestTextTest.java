package io.wizd.bench.reference;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RequestTextTest {
    private static final RequestText REQUEST = new RequestText("{\"key\":\"k${n}\",\"value\":${n}}");

    @Test
    void theNumberStandsEverywhere() {
        assertThat(REQUEST.ofAll(new long[] {17})).isEqualTo("[{\"key\":\"k17\",\"value\":17}]");
    }

    @Test
    void aBatchIsOneArray() {
        assertThat(REQUEST.ofAll(new long[] {1, 2}))
                .isEqualTo("[{\"key\":\"k1\",\"value\":1},{\"key\":\"k2\",\"value\":2}]");
    }
}
