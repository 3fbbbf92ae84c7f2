package io.wizd.handlers.cards;

import io.wizd.db.Database;
import io.wizd.db.Procedure;
import io.wizd.db.Request;
import io.wizd.protocol.Effect;
import io.wizd.protocol.Jsons;
import java.util.Comparator;
import java.util.List;

/** Finds the cards around a place. For virtual threads: it waits for the database. */
final class NearbyCards {
    private static final int MAX_CARDS = 50;

    private static final Procedure<Found> CARD_NEARBY = Procedure.range("card_nearby", Found.class);

    private final Database main;

    NearbyCards(Database main) {
        this.main = main;
    }

    private record Query(long wizUserID, double lat, double lng, int limit) {}

    private record Found(List<Card> cards) {}

    /** The cards of other users, nearest first, {@value #MAX_CARDS} at most. */
    List<Card> around(long wizUserID, double lat, double lng, long deadlineNanos) {
        Request query = new Request(Jsons.write(new Query(wizUserID, lat, lng, MAX_CARDS)), Effect.READ, deadlineNanos);
        return main.call(CARD_NEARBY, query).await().cards().stream()
                .sorted(Comparator.comparingLong(Card::distanceM).thenComparingLong(Card::wizUserID))
                .toList();
    }
}
