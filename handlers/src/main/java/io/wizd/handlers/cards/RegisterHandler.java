package io.wizd.handlers.cards;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.handlers.spec.Access;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Fingerprint;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.RequestIds;
import io.wizd.handlers.spec.Sender;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code register}: makes a card user active at a place; a user already known is found again. */
public final class RegisterHandler implements MessageHandler<RegisterHandler.In, RegisterHandler.Out> {

    public record In(
            @Doc("Latitude, degrees, WGS 84") @Min(-90) @Max(90)
            double lat,

            @Doc("Longitude, degrees, WGS 84") @Min(-180) @Max(180)
            double lng,

            @Doc("Given name; absent leaves it as it was, as with the fields below") @Size(max = 100) @Nullable
            String firstName,

            @Doc("Family name") @Size(max = 100) @Nullable String lastName,
            @Doc("Company") @Size(max = 100) @Nullable String company,

            @Doc("Address of electronic mail") @Size(max = 254) @Nullable
            String email,

            @Doc("Telephone number") @Size(max = 40) @Nullable
            String phone) {}

    public record Out(
            @Doc("Id of the user") long wizUserID,

            @Doc("Token for the messages that follow; shown once, and the one before ends")
            String token,

            @Doc("Cards of other users around, nearest first")
            List<Card> cards) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("register", In.class, Out.class)
            .summary("Make a user active at a place, and list the cards around")
            .access(Access.ANYONE)
            .sender(Sender.DEVICE)
            .effect(Effect.IDEMPOTENT_WRITE)
            .requestIds(RequestIds.HANDLER)
            .lane(Lane.BLOCKING);

    private static final Procedure<User> CARD_REGISTER = Procedure.of("card_register", User.class);

    private final Database main;
    private final NearbyCards nearby;

    public RegisterHandler(Database main) {
        this.main = main;
        this.nearby = new NearbyCards(main);
    }

    private record Element(
            String userID,
            String deviceID,
            String tokenHash,
            double lat,
            double lng,
            @Nullable String firstName,
            @Nullable String lastName,
            @Nullable String company,
            @Nullable String email,
            @Nullable String phone,
            String tokenSalt,
            @Nullable String requestHash,
            String fingerprint) {}

    private record User(long wizUserID, String tokenSalt) {}

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        CardSender sender = CardSender.of(call);
        CardToken.Ask ask = new CardToken.Ask(sender, call.message().requestId());
        String salt = CardToken.salt();
        Element element = new Element(
                sender.userID(),
                sender.deviceID(),
                CardToken.hash(CardToken.of(ask, salt)),
                in.lat(),
                in.lng(),
                in.firstName(),
                in.lastName(),
                in.company(),
                in.email(),
                in.phone(),
                salt,
                CardToken.hash(ask),
                Fingerprint.of(in));
        User user = main.call(CARD_REGISTER, sender, call.request(element)).await();
        // Where the request was carried out before, this is the salt of that time, and so the token of that time.
        String token = CardToken.of(ask, user.tokenSalt());
        return Reply.of(new Out(
                user.wizUserID(), token, nearby.around(user.wizUserID(), in.lat(), in.lng(), call.deadlineNanos())));
    }
}
