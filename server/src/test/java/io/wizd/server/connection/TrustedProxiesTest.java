package io.wizd.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who is believed, and what of their word is. */
class TrustedProxiesTest {
    private static final TrustedProxies PROXIES = TrustedProxies.of("10.0.0.0/8, 192.168.1.5 ::1,fd00::/16");

    private static InetSocketAddress address(String text) {
        InetAddress address = Objects.requireNonNull(NetUtil.createInetAddressFromIpAddressString(text));
        return new InetSocketAddress(address, 4000);
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.1, true",
        "10.255.255.255, true",
        "11.0.0.0, false",
        "192.168.1.5, true",
        "192.168.1.6, false",
        "::1, true",
        "::2, false",
        "fd00:1::1, true",
        "fd01::1, false"
    })
    void networksAndAddressesAreTrusted(String address, boolean trusted) {
        assertThat(PROXIES.trusts(address(address))).isEqualTo(trusted);
    }

    @Test
    void nobodyIsTrustedByAnEmptyList() {
        assertThat(TrustedProxies.of("").trusts(address("127.0.0.1"))).isFalse();
        assertThat(TrustedProxies.NONE.trusts(address("127.0.0.1"))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0/33", "::/129", "10.0.0.0/-1", "10.0.0.0/x", "10.0.0/8", "localhost", "/8"})
    void whatIsNoNetworkIsNamed(String network) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TrustedProxies.of("::1, " + network))
                .withMessage(network);
    }

    /** From the end: what stands before the first that is not trusted, its client may have made up. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            203.0.113.7                         | 203.0.113.7
            203.0.113.7:4711                    | 203.0.113.7
            [2001:db8::7]:4711                  | 2001:db8::7
            2001:DB8:0::7                       | 2001:db8::7
            198.51.100.1, 203.0.113.7, 10.0.0.2 | 203.0.113.7
            10.0.0.9,10.0.0.2                   | 10.0.0.9
            <script>, 10.0.0.2                  | 10.0.0.2
            203.0.113.7, unknown                |
            localhost                           |
            ,                                   |
            """)
    void theClientIsTheLastThatIsNotTrusted(String forwardedFor, @Nullable String client) {
        assertThat(PROXIES.clientOf(forwardedFor)).isEqualTo(client);
    }
}
