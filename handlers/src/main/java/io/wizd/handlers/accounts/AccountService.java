package io.wizd.handlers.accounts;

import com.github.benmanes.caffeine.cache.Ticker;
import io.wizd.budget.RefusalLog;
import io.wizd.handlers.audit.AuditListHandler;
import io.wizd.handlers.audit.AuditTrail;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;

/** Accounts: who somebody is, and what follows from that. */
public final class AccountService implements Service {
    private static final Duration SIGN_UP_WINDOW = Duration.ofHours(1);

    private final Accounts accounts;
    private final AuditTrail trail;
    private final MailJob mailJob;
    private final Duration auditKeep;
    private final String access;
    private final List<MessageHandler<?, ?>> handlers;

    /**
     * On main.
     *
     * @param access how access is configured, for the history
     */
    public AccountService(ServiceContext context, AccountSettings settings, String access) {
        accounts = new Accounts(context.main(), context.budgets().passwords(), settings.hashCost());
        auditKeep = settings.auditKeep();
        this.access = access;
        trail = new AuditTrail(context.main());
        AccountStore store = new AccountStore(context.main());
        SignUpSettings signUp = settings.signUp();
        MailStore mails = new MailStore(context.main());
        Links links = new Links(mails, byAddress(signUp, "links that are none"));
        MailSender sender = new MailSender(settings.mail(), context.data().resolve("mail"));
        mailJob = new MailJob(mails, sender, settings.mail(), this::lookAfterHistory);
        handlers = List.of(
                new LoginHandler(accounts, store, settings.tokenTtl()),
                new LogoutHandler(accounts, store),
                new TokenListHandler(store),
                new TokenRevokeHandler(accounts, store),
                new PasswordChangeHandler(accounts, store),
                new PasswordForgotHandler(mails, byAddress(signUp, "passwords that were forgotten"), mailJob::wake),
                new PasswordResetHandler(accounts, links),
                new UserCreateHandler(
                        signUp.open() ? Access.ANYONE_OR_ACCOUNT : Access.role(Access.ADMIN),
                        accounts,
                        store,
                        byAddress(signUp, "accounts that were made"),
                        mailJob::wake),
                new UserConfirmHandler(links),
                new UserListHandler(store),
                new UserRolesHandler(accounts, store),
                new UserDeactivateHandler(accounts, store),
                new AuditListHandler(trail));
    }

    /** @param what is counted */
    private static WindowLimit byAddress(SignUpSettings signUp, String what) {
        String tooMany = "too many " + what + " from one address";
        return new WindowLimit(
                signUp.byAddress(),
                SIGN_UP_WINDOW,
                new WindowLimit.Refusals(
                        tooMany + "; wait, and try again",
                        new RefusalLog(
                                () -> tooMany + ", so who sends more from there must wait",
                                "if clients behind a proxy are refused, name the proxy in wizd.trustedProxies")),
                Ticker.systemTicker());
    }

    /** The accounts themselves, for whoever checks credentials. */
    public Accounts accounts() {
        return accounts;
    }

    @Override
    public Group group() {
        return new Group("accounts", "Accounts of people and programs: their passwords, tokens and roles");
    }

    @Override
    public List<MessageHandler<?, ?>> handlers() {
        return handlers;
    }

    private void lookAfterHistory() {
        trail.configured(nameOfThisHost(), access);
        trail.purge(auditKeep);
    }

    private static String nameOfThisHost() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "a host without a name";
        }
    }

    @Override
    public void start() {
        mailJob.start();
    }

    @Override
    public void close() {
        mailJob.close();
    }
}
