package io.wizd.handlers.cards;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.handlers.spec.Call;
import io.wizd.handlers.spec.Doc;
import io.wizd.handlers.spec.Lane;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.MessageSpec;
import io.wizd.handlers.spec.RequestIds;
import io.wizd.handlers.spec.Sender;
import io.wizd.protocol.Effect;
import io.wizd.protocol.ErrorCode;
import io.wizd.protocol.Reply;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code update}: a card user has moved. One that is not known yet is made; one that has registered must show its token.
 */
public final class UpdateHandler implements MessageHandler<UpdateHandler.In, UpdateHandler.Out> {

    public record In(
            @Doc("Latitude, degrees, WGS 84") @Min(-90) @Max(90)
            double lat,

            @Doc("Longitude, degrees, WGS 84") @Min(-180) @Max(180)
            double lng) {}

    public record Out(
            @Doc("Id of the user") long wizUserID,

            @Doc("Cards of other users around, nearest first")
            List<Card> cards) {}

    private static final MessageSpec<In, Out> SPEC = MessageSpec.of("update", In.class, Out.class)
            .summary("Move a user to a place, and list the cards around")
            .sender(Sender.CARD_USER)
            .effect(Effect.IDEMPOTENT_WRITE)
            // Sent again it does the same, and its large replies would fill the table: a card user needs no account.
            .requestIds(RequestIds.IGNORED)
            .lane(Lane.BLOCKING)
            .errors(ErrorCode.BAD_TOKEN);

    private static final Procedure<User> CARD_PLACE = Procedure.of("card_place", User.class);

    private final Database main;
    private final NearbyCards nearby;

    public UpdateHandler(Database main) {
        this.main = main;
        this.nearby = new NearbyCards(main);
    }

    private record Element(
            String userID, String deviceID, @Nullable String tokenHash, double lat, double lng) {}

    private record User(long wizUserID) {}

    @Override
    public MessageSpec<In, Out> spec() {
        return SPEC;
    }

    @Override
    public Reply<Out> handle(Call call, In in) {
        CardSender sender = CardSender.of(call);
        String token = call.message().token();
        Element element = new Element(
                sender.userID(), sender.deviceID(), token == null ? null : CardToken.hash(token), in.lat(), in.lng());
        User user = main.call(CARD_PLACE, sender, call.request(element)).await();
        return Reply.of(
                new Out(user.wizUserID(), nearby.around(user.wizUserID(), in.lat(), in.lng(), call.deadlineNanos())));
    }
}
