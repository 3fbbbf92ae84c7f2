package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Cuts;
import io.wizd.server.http.wire.RequestDecoder;
import io.wizd.server.http.wire.RequestHead;
import java.util.ArrayList;
import java.util.List;

/** {@link RequestDecoder} and {@link RequestHead}: nothing but requests or one fault, however the bytes arrive. */
class RequestHeadFuzzTest {

    @FuzzTest
    void requestsAreTheSameHoweverTheBytesArrive(byte[] bytes) {
        List<List<String>> all = new ArrayList<>();
        Cuts.of(bytes).forEach(pieces -> all.add(Heads.of(pieces)));
        assertThat(all.get(1)).isEqualTo(all.getFirst());
        assertThat(all.get(2)).isEqualTo(all.getFirst());
    }
}
