package io.wizd.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.wizd.fuzz.Growth;
import io.wizd.protocol.WizdException;
import io.wizd.server.http.body.FormBody;

/** {@link FormBody}: the first line of an input is the Content-Type, the rest grows to the body. */
class FormBodyFuzzTest {

    @FuzzTest
    void aFormIsReadOrRefused(byte[] input) {
        Lines lines = Lines.of(input);
        if (!FormBody.isForm(lines.first())) {
            return;
        }
        try {
            FormBody.fields(lines.first(), Growth.of(lines.rest()));
        } catch (WizdException e) {
            assertThat(e.fault().code().httpStatus()).isEqualTo(400);
        }
    }
}
