package io.wizd.handlers.accounts;

import io.wizd.handlers.spec.Group;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.Service;
import io.wizd.handlers.spec.ServiceContext;
import java.util.List;

/** Accounts: who somebody is, and what follows from that. */
public final class AccountService implements Service {
    private final Accounts accounts;
    private final List<MessageHandler<?, ?>> handlers;

    /** On main. */
    public AccountService(ServiceContext context, AccountSettings settings) {
        accounts = new Accounts(context.main(), context.budgets().passwords(), settings.hashCost());
        AccountStore store = new AccountStore(context.main());
        handlers = List.of(
                new LoginHandler(accounts, store, settings.tokenTtl()),
                new LogoutHandler(accounts, store),
                new TokenListHandler(store),
                new TokenRevokeHandler(accounts, store),
                new PasswordChangeHandler(accounts, store),
                new UserCreateHandler(accounts, store),
                new UserListHandler(store),
                new UserRolesHandler(accounts, store),
                new UserDeactivateHandler(accounts, store),
                new AuditListHandler(store));
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
}
