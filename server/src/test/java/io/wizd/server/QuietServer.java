package io.wizd.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.TestWizd;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.LoggerFactory;

/** A server that must go on whatever clients send or do, and log no client's mistake. */
abstract class QuietServer {
    static final String PING = "{\"msgType\":\"ping\",\"seqNum\":1}";

    private static final ListAppender<ILoggingEvent> LOGGED = new ListAppender<>();

    @BeforeAll
    static void listen() {
        LOGGED.list.clear();
        LOGGED.start();
        root().addAppender(LOGGED);
    }

    @AfterAll
    static void nothingAboveWarnWasLoggedAndNothingOfNetty() {
        root().detachAppender(LOGGED);
        assertThat(LOGGED.list).noneMatch(event -> event.getLevel().isGreaterOrEqual(Level.ERROR));
        assertThat(LOGGED.list).noneMatch(event -> event.getLoggerName().startsWith("io.netty"));
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    static String readFrame(RawConnection connection) {
        int length = ByteBuffer.wrap(connection.readBytes(4)).getInt();
        return new String(connection.readBytes(length), StandardCharsets.UTF_8);
    }

    static void assertServes() {
        try (RawConnection connection = TestWizd.shared().connect()) {
            assertThat(connection.send(PING).readLine()).contains("\"pong\":true");
        }
    }
}
