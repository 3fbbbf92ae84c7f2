package io.wizd.handlers;

import io.wizd.handlers.accounts.AccountService;
import io.wizd.handlers.accounts.AccountSettings;
import io.wizd.handlers.accounts.Accounts;
import io.wizd.handlers.cards.CardService;
import io.wizd.handlers.fib.FibService;
import io.wizd.handlers.kv.KvService;
import io.wizd.handlers.members.MemberService;
import io.wizd.handlers.members.batch.FileLimits;
import io.wizd.handlers.ops.OpsService;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageAccess;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageType;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The services of this server, and the table of their message types: the index of the program. */
public final class Services implements AutoCloseable {
    private final List<Service> services;
    private final HandlerTable table;
    private final Accounts accounts;

    private Services(List<Service> services, HandlerTable table, Accounts accounts) {
        this.services = services;
        this.table = table;
        this.accounts = accounts;
    }

    /**
     * What the configuration says of single services.
     *
     * @param access who may send what
     * @param kvWriteFallback whether a copy takes plain sets while the owner of a key is away
     * @param fibCachedMax how many Fibonacci numbers are kept in memory
     * @param fibMax how many may be asked for
     * @param memberFiles what a file of members may take
     * @param accounts how accounts are kept
     * @param accessInWords how access is configured, for the history
     */
    public record Settings(
            MessageAccess access,
            boolean kvWriteFallback,
            int fibCachedMax,
            int fibMax,
            FileLimits memberFiles,
            AccountSettings accounts,
            String accessInWords) {
        /** What a server has by default. */
        public static final Settings DEFAULT = new Settings(
                MessageAccess.OPEN, false, 10_000, 100_000, FileLimits.DEFAULT, AccountSettings.DEFAULT, "");
    }

    /**
     * One line a service, then the handlers of the plugins.
     *
     * @throws IllegalStateException if a message type or alias is claimed twice
     */
    public static Services of(ServiceContext context, Settings settings, List<HandlerPlugin> plugins) {
        List<MessageType<?, ?>> types = new ArrayList<>();
        AccountService accounts = new AccountService(context, settings.accounts(), settings.accessInWords());
        List<Service> services = List.of(
                accounts,
                new CardService(context),
                new KvService(context, settings.kvWriteFallback(), settings.access()),
                new FibService(context, settings.fibCachedMax(), settings.fibMax()),
                new MemberService(context, settings.memberFiles()),
                new OpsService(
                        context,
                        Collections.unmodifiableList(types),
                        settings.access().stats().access()));
        services.forEach(service -> add(service.handlers(), service.group(), context, types));
        plugins.forEach(plugin -> add(plugin.handlers(context), Group.PLUGINS, context, types));
        return new Services(services, new HandlerTable(types), accounts.accounts());
    }

    private static void add(
            List<MessageHandler<?, ?>> handlers, Group group, ServiceContext context, List<MessageType<?, ?>> types) {
        handlers.forEach(handler -> types.add(MessageType.of(group, handler, context.registry())));
    }

    /** All message types, those of plugins too. */
    public HandlerTable table() {
        return table;
    }

    /** Who somebody is. */
    public Accounts accounts() {
        return accounts;
    }

    /** Begins what the services do by themselves. */
    public void start() {
        services.forEach(Service::start);
    }

    /** Begins nothing new. */
    public void stop() {
        services.forEach(Service::stop);
    }

    @Override
    public void close() {
        services.reversed().forEach(Service::close);
    }
}
