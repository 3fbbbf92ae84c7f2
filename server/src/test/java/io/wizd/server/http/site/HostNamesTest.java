package io.wizd.server.http.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.WizdException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a server answers for. */
class HostNamesTest {
    private static final HostNames LOCAL = HostNames.of("").ofServerOn("127.0.0.1", InetAddress.getLoopbackAddress());

    private static HostNames reachable(String names) throws UnknownHostException {
        return HostNames.of(names).ofServerOn("wizd-1", InetAddress.getByName("192.0.2.7"));
    }

    private static void assertRefused(HostNames hosts, String authority) {
        assertThatThrownBy(() -> hosts.check(authority))
                .isInstanceOfSatisfying(
                        WizdException.class,
                        e -> assertThat(e.fault().code()).isEqualTo(ErrorCode.MISDIRECTED_REQUEST));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "localhost",
                "LocalHost:8003",
                "localhost.:8003",
                "127.0.0.1",
                "127.0.0.1:1",
                "127.9.8.7:8003",
                "[::1]",
                "[::1]:8003"
            })
    void loopbackIsAlwaysAnswered(String authority) throws UnknownHostException {
        assertThatCode(() -> LOCAL.check(authority)).doesNotThrowAnyException();
        HostNames reachable = reachable("");
        assertThatCode(() -> reachable.check(authority)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "evil.example:8003",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "wizd-1",
                "192.0.2.7",
                "0.0.0.0:8003",
                "[::2]:8003",
                "127.1"
            })
    void nothingElseIsThatListensOnLoopback(String authority) {
        assertRefused(LOCAL, authority);
    }

    /** A page cannot have an address resolved to another one; behind a router or in a pod it is not the one that is listened on. */
    @Test
    void aServerThatOthersReachIsCalledByItsNameOrAnyAddress() throws UnknownHostException {
        HostNames hosts = reachable("Cards.example.com, wizd.example.com.");
        for (String authority : new String[] {
            "wizd-1:8003",
            "WIZD-1",
            "cards.example.com",
            "wizd.example.com:443",
            "192.0.2.7:8003",
            "203.0.113.9",
            "[2001:db8::1]:80"
        }) {
            assertThatCode(() -> hosts.check(authority)).as(authority).doesNotThrowAnyException();
        }
        assertRefused(hosts, "evil.example");
        assertRefused(hosts, "a.cards.example.com");
    }

    @Test
    void whoIsRefusedHearsWhatToSet() {
        assertThatThrownBy(() -> LOCAL.check("cards.example.com:8003"))
                .hasMessageContaining("does not answer for the host cards.example.com;")
                .hasMessageContaining("wizd.access.hosts (WIZD_ACCESS_HOSTS)");
    }

    @Test
    void aStarIsAnyHost() {
        HostNames any = HostNames.of("a, *");
        assertThatCode(() -> any.check("evil.example")).doesNotThrowAnyException();
        assertThat(any.isAny()).isTrue();
        assertThat(LOCAL.isAny()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a", "a:8003", "a/b", "*.a", "-a", "a..b", "ä.example"})
    void whatIsNoNameIsNamed(String name) {
        assertThatThrownBy(() -> HostNames.of("localhost, " + name))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(name);
    }
}
