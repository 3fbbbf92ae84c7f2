package io.wizd.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.Message;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellLineTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ping                                 | ping   | {}
            kv-get key=a                         | kv-get | {"key":"a"}
            kv-set  key=a   value={"x": [1, 2]}  | kv-set | {"key":"a","value":{"x": [1, 2]}}
            kv-set value=[{"a":"}]"}] key=b      | kv-set | {"value":[{"a":"}]"}],"key":"b"}
            fib N=10                             | fib    | {"N":10}
            echo a="1" b=1.50 c=true d=null      | echo   | {"a":"1","b":1.50,"c":true,"d":null}
            echo a="a \\"b\\" \\\\" b=2          | echo   | {"a":"a \\"b\\" \\\\","b":2}
            echo a='Ann Lee' b='{"x": 1}' c=''   | echo   | {"a":"Ann Lee","b":{"x": 1},"c":""}
            echo a= b=x=y c=it's                 | echo   | {"a":"","b":"x=y","c":"it's"}
            kv-set {"key": "a", "value": 1}      | kv-set | {"key": "a", "value": 1}
            """)
    void isATypeAndItsFields(String line, String type, String body) {
        Message message = ShellLine.read(line);
        assertThat(message.msgType()).isEqualTo(type);
        assertThat(message.body()).hasToString(body);
    }

    @Test
    void fieldsOfTheEnvelopeBeginWithAnAt() {
        Message message = ShellLine.read("register @userID=ada @deviceID=1 lat=51.5 @requestId=\"r 1\" @token=t");
        assertThat(message.userID()).isEqualTo("ada");
        assertThat(message.deviceID()).isEqualTo("1");
        assertThat(message.requestId()).isEqualTo("r 1");
        assertThat(message.token()).isEqualTo("t");
        assertThat(message.body()).hasToString("{\"lat\":51.5}");
        assertThat(ShellLine.read("update {\"lat\":1} @userID=ada").userID()).isEqualTo("ada");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            kv-get a             | a field is FIELD=VALUE, without spaces around the =, not a
            kv-get key = a       | a field is FIELD=VALUE, without spaces around the =, not key
            kv-get =a            | a field is FIELD=VALUE, without spaces around the =, not =a
            kv-get key=a key=b   | key is given twice
            kv-get key='a        | a single quote is missing at the end
            kv-get key='a'b      | a space is expected before b
            kv-get key="a"b      | a space is expected before b
            kv-get key="a        | the message is refused: invalid JSON
            kv-set value={"x":1  | the message is refused: invalid JSON
            kv-get {} key=a      | behind an object there are only fields of the envelope, not key
            kv-get @user=a       | the envelope has @userID, @deviceID, @token and @requestId, not @user
            kv-get @token=a @token=b | @token is given twice
            """)
    void saysWhatIsWrong(String line, String told) {
        assertThatThrownBy(() -> ShellLine.read(line))
                .isInstanceOf(Failure.class)
                .hasMessageStartingWith(told);
    }
}
