package io.wizd.server.http.body;

import static io.wizd.server.http.HttpCase.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.wizd.budget.Memory;
import io.wizd.budget.ProcessorBudgets;
import io.wizd.budget.ProcessorLoad;
import io.wizd.db.Database;
import io.wizd.db.JdbcAddress;
import io.wizd.db.testing.Eventually;
import io.wizd.handlers.HandlerTable;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.server.connection.Connection;
import io.wizd.server.connection.ConnectionLimits;
import io.wizd.server.connection.FairShare;
import io.wizd.server.connection.TrustedProxies;
import io.wizd.server.dispatch.AccessControl;
import io.wizd.server.dispatch.Admission;
import io.wizd.server.dispatch.Dispatcher;
import io.wizd.server.http.HttpFace;
import io.wizd.server.http.Uploader;
import io.wizd.server.http.route.HttpParts;
import io.wizd.server.http.route.Resources;
import io.wizd.server.http.site.Sites;
import io.wizd.server.testing.RawConnection;
import io.wizd.server.testing.RawResponse;
import io.wizd.server.testing.TestServices;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP face alone, whose uploads go to {@code /dev/full}: there no byte can be written. */
class UploadDiskFullTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Database nowhere =
            new Database("nowhere", new JdbcAddress("jdbc:mysql://127.0.0.1:1/none", "nobody", ""), 1, 1, registry);
    private final MultiThreadIoEventLoopGroup loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

    private final ProcessorBudgets budgets = ProcessorBudgets.of(ProcessorBudgets.Shares.DEFAULT, registry);

    private Uploader uploader;
    private Uploads uploads;
    private int port;

    @BeforeEach
    void start() {
        uploader = new Uploader(folder);
        uploads = new Uploads(folder, 1 << 20, path -> FileChannel.open(FULL, StandardOpenOption.WRITE));
        HandlerTable table = TestServices.table(nowhere, registry, uploader);
        Dispatcher dispatcher = new Dispatcher(
                table,
                new AccessControl(new Accounts(nowhere, budgets.passwords())),
                nowhere,
                new Admission(10),
                10_000);
        HttpFace http = new HttpFace(
                dispatcher,
                table,
                new HttpParts(
                        List.of(), Resources.NOTHING.resource(), Sites.DEFAULT, uploads, budgets.rendering(), "test"),
                null);
        Memory memory = Memory.of(1 << 20, 32 << 20);
        Channel channel = new ServerBootstrap()
                .group(loops)
                .channel(NioServerSocketChannel.class)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel connection) {
                        http.addTo(
                                connection.pipeline(),
                                new Connection(
                                        connection,
                                        256,
                                        new FairShare(connection.eventLoop(), ProcessorLoad.always(false)),
                                        memory,
                                        null,
                                        TrustedProxies.NONE),
                                ConnectionLimits.defaults());
                    }
                })
                .bind(InetAddress.getLoopbackAddress(), 0)
                .syncUninterruptibly()
                .channel();
        port = ((InetSocketAddress) channel.localAddress()).getPort();
    }

    @AfterEach
    void stop() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
        uploads.close();
        budgets.close();
        nowhere.close();
    }

    private void assertRefused(RawConnection connection) {
        RawResponse response = connection.readResponse();
        assertThat(response.status()).as("%s", response).isEqualTo(507);
        assertThat(response.header("Connection")).isEqualTo("close");
        assertThat(response.body()).contains("INSUFFICIENT_STORAGE", "disk is full");
        assertThat(connection.readToEnd()).isEmpty();
        Eventually.await("no file is open", () -> uploads.open() == 0);
        assertThat(folder).isEmptyDirectory();
        assertThat(FULL).as("what is no file of ours").exists();
        assertThat(uploader.handled).hasValue(0);
    }

    @Test
    void aDiskThatFillsUpWhileItComes() {
        try (RawConnection connection = RawConnection.to(port)) {
            connection.send(request("PUT /uploads/a HTTP/1.1", "Content-Length: 500000"));
            assertRefused(connection.send(new byte[UploadBody.CHUNK_BYTES]));
        }
    }

    @Test
    void aDiskThatIsFullForTheLastByte() {
        try (RawConnection connection = RawConnection.to(port)) {
            assertRefused(connection.send(request("PUT /uploads/a HTTP/1.1", "Content-Length: 1") + "x"));
        }
    }
}
