package io.wizd.client.cases;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaseRunnerTest {
    private static final String REPLY =
            "{\"msgType\":\"x\",\"seqNum\":7,\"result\":{\"Error\":0,\"Description\":\"Ok\"},"
                    + "\"data\":{\"a\":1,\"f\":1.50,\"big\":9007199254740993,\"s\":\"text\",\"n\":null,"
                    + "\"list\":[1,2,{\"b\":3,\"c\":4}],\"o\":{\"p\":true}}}";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Error":0}
            {}
            {"seqNum":7,"msgType":"x","Code":"$absent"}
            {"data":{"a":1}}
            {"data":{"a":1.0,"f":1.5}}
            {"data":{"a":"$integer","s":"$string","list":"$array","n":"$any","o":"$any","z":"$absent"}}
            {"data":{"n":null,"big":9007199254740993}}
            {"data":{"list":[1,2,{"b":3}]}}
            {"data":{"list":{"$contains":{"c":4}}}}
            {"data":{"list":{"$contains":"$integer"}}}
            {"data":{"o":{}}}""")
    void passesWhatMatches(String expect) throws IOException {
        assertThat(runOne("{\"send\":{},\"expect\":" + expect + "}", REPLY).differences())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"Error":404}                            | Error: expected 404, found 0
            {"Code":"BAD_FIELD"}                     | Code: expected "BAD_FIELD", found nothing
            {"data":{"a":2}}                         | data.a: expected 2, found 1
            {"data":{"a":"1"}}                       | data.a: expected "1", found 1
            {"data":{"big":9007199254740992}}        | data.big: expected 9007199254740992, found 9007199254740993
            {"data":{"f":"$integer"}}                | data.f: expected $integer, found 1.5
            {"data":{"a":"$string"}}                 | data.a: expected $string, found 1
            {"data":{"o":"$array"}}                  | data.o: expected $array, found {"p":true}
            {"data":{"a":"$absent"}}                 | data.a: expected $absent, found 1
            {"data":{"z":"$any"}}                    | data.z: expected $any, found nothing
            {"data":{"z":null}}                      | data.z: expected null, found nothing
            {"data":{"n":{}}}                        | data.n: expected {}, found null
            {"data":{"list":[1,2]}}                  | data.list: expected 2 elements, found [1,2,{"b":3,"c":4}]
            {"data":{"list":[1,2,{"b":4}]}}          | data.list[2].b: expected 4, found 3
            {"data":{"list":{"$contains":{"b":4}}}}  | data.list: expected an array that contains {"b":4}, found [1,2,{"b":3,"c":4}]
            {"data":{"o":{"$contains":true}}}        | data.o: expected an array that contains true, found {"p":true}
            {"data":{"a":"$number"}}                 | the case is wrong: data.a: there is no matcher $number""")
    void tellsWhatDiffers(String expect, String difference) throws IOException {
        assertThat(runOne("{\"send\":{},\"expect\":" + expect + "}", REPLY).differences())
                .containsExactly(difference);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"result":  | the reply is not valid JSON: Unexpected end-of-input
            7           | reply: expected {"Error":0}, found 7
            {}          | Error: expected 0, found nothing""")
    void whatIsNoReplyIsADifference(String reply, String difference) throws IOException {
        assertThat(runOne("{\"send\":{},\"expect\":{\"Error\":0}}", reply).differences())
                .singleElement()
                .asString()
                .startsWith(difference);
    }

    @Test
    void noReplyIsADifference() {
        CaseRunner runner = new CaseRunner(
                envelope -> {
                    throw new IOException("connection reset");
                },
                Map.of());
        assertThat(runner.run(read("{\"send\":{},\"expect\":{}}")).toString())
                .isEqualTo("FAIL x: n\n     no reply: connection reset");
    }

    @Test
    void whatComesBeforeMustSucceed() throws IOException {
        String refusal = "{\"result\":{\"Error\":400,\"Code\":\"BAD_FIELD\"}}";
        assertThat(runOne("{\"before\":[{\"a\":1}],\"send\":{},\"expect\":{}}", refusal)
                        .differences())
                .containsExactly("before[0] failed: " + refusal);
    }

    @Test
    void credentialsGoIntoEveryEnvelope() throws IOException {
        List<String> sent = new ArrayList<>();
        CaseRunner runner = new CaseRunner(recording(sent), Map.of("admin", "Basic \"x\""));
        MessageCase asAdmin = read("{\"as\":\"admin\",\"before\":[{\"a\":1}],\"send\":{ },\"expect\":{\"Error\":0}}");
        assertThat(runner.run(asAdmin).passed()).isTrue();
        assertThat(sent).containsExactly("{\"token\":\"Basic \\\"x\\\"\",\"a\":1}", "{\"token\":\"Basic \\\"x\\\"\"}");

        MessageCase asOther = read("{\"as\":\"other\",\"send\":{},\"expect\":{}}");
        assertThat(runner.run(asOther).differences())
                .containsExactly("not sent: the password of other is missing; name its file with --password-file FILE");
    }

    @Test
    void variablesAreReplacedAndAllElseIsSentAsItStands() throws IOException {
        List<String> sent = new ArrayList<>();
        CaseRunner runner = new CaseRunner(recording(sent), Map.of());
        MessageCase messageCase =
                read("{\"before\":[{\"k\":\"x-${run}\"}],\"send\":{\"k\":\"x-${run}\",\"i\":\"${number}\","
                        + " \"d\": \"${degrees}\",\"b\":\"${before.0.list}\",\"b\":1e999,\"s\":\"\\ud800 ${number}\"},"
                        + "\"expect\":{\"data\":{\"list\":\"${before.0.list}\"}}}");

        assertThat(runner.run(messageCase).differences()).isEmpty();
        assertThat(runner.run(messageCase).passed()).isTrue();

        assertThat(sent.get(1))
                .matches("\\{\"k\":\"x-[a-z0-9]{12}\",\"i\":[1-9]\\d{0,15}, \"d\": -?\\d+\\.\\d{7},"
                        + "\"b\":\\[1,2,\\{\"b\":3,\"c\":4}],\"b\":1e999,\"s\":\"\\\\ud800 \\$\\{number}\"}");
        assertThat(sent.get(1).substring(0, 19)).isEqualTo(sent.get(0).substring(0, 19));
        assertThat(sent.get(2)).isNotEqualTo(sent.get(0));
    }

    @Test
    void aVariableOfAnEarlierReplyThatIsNotThereIsAFaultOfTheCase() throws IOException {
        assertThat(runOne("{\"send\":{\"a\":\"${before.0.id}\"},\"expect\":{}}", REPLY)
                        .differences())
                .containsExactly("the case is wrong: there is no before.0.id");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {}                                               | x.json, line 1: the file is not an array of cases
            [7]                                              | x.json, line 1: a case is an object
            [{"name":"n","send":{}}]                         | x.json, line 1: a case has a name, an envelope to send and what to expect
            [{"name":"n","send":{},"expcet":{}}]             | x.json, line 1: a case has no field expcet
            [{"name":"n","send":[],"expect":{}}]             | x.json, line 1: this should be an object
            [{"name":"n","send":{},"expect":{},"before":{}}] | x.json, line 1: before is an array of envelopes
            [{"name":"n","send":{},                          | x.json, line 1: Unexpected end-of-input""")
    void aFileThatIsWrongIsToldWithItsPlace(String text, String complaint) {
        assertThatThrownBy(() -> new CaseFileReader("x.json", text.getBytes(StandardCharsets.UTF_8)).read())
                .isInstanceOf(CaseFileException.class)
                .hasMessageStartingWith(complaint);
    }

    @Test
    void twoCasesOfOneNameAreRefused() {
        String one = "{\"name\":\"n\",\"send\":{},\"expect\":{}}";
        assertThatThrownBy(() -> new CaseFileReader(
                                "x.json", ("[" + one + ",\n" + one + "]").getBytes(StandardCharsets.UTF_8))
                        .read())
                .hasMessage("x.json, line 2: two cases are named n");
    }

    @Test
    void theCasesThatComeWithTheClientCanBeRead() throws IOException {
        List<MessageCase> cases = CaseFiles.builtIn();
        assertThat(cases).extracting(MessageCase::type).contains("ping", "kv-set", "member-batch");
        assertThat(cases).extracting(MessageCase::toString).doesNotHaveDuplicates();
    }

    private static CaseResult runOne(String caseText, String reply) throws IOException {
        return new CaseRunner(envelope -> Json.of(reply), Map.of()).run(read(caseText));
    }

    private static CaseExchange recording(List<String> sent) {
        return envelope -> {
            sent.add(envelope.toString());
            return Json.of(REPLY);
        };
    }

    private static MessageCase read(String caseText) {
        String named = "[{\"name\":\"n\"," + caseText.substring(1) + "]";
        return new CaseFileReader("x.json", named.getBytes(StandardCharsets.UTF_8))
                .read()
                .getFirst();
    }
}
