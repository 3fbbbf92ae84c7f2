package io.wizd.handlers.members;

import io.wizd.protocol.WizdException;
import org.jspecify.annotations.Nullable;

/**
 * Where a page of members ends, as the text that clients give back: a letter for the order of the list, and the last
 * value of what it is ordered by.
 *
 * @param order what the list is ordered by
 * @param value the last one that was given; 0 before the first
 */
record ListCursor(Order order, long value) {
    /** Cursors as they come from clients. */
    static final String PATTERN = "[ic][1-9][0-9]{0,18}";

    enum Order {
        ID('i'),
        CLIENT_MEMBER_ID('c');

        private final char letter;

        Order(char letter) {
            this.letter = letter;
        }
    }

    /** @throws WizdException BAD_FIELD where it is not a cursor of a list in this order */
    static ListCursor parse(@Nullable String text, Order order) {
        if (text == null) {
            return new ListCursor(order, 0);
        }
        try {
            if (text.charAt(0) == order.letter) {
                return new ListCursor(order, Long.parseLong(text, 1, text.length(), 10));
            }
        } catch (NumberFormatException e) {
            // Beyond 63 bits: no list gave that out.
        }
        throw WizdException.ofField("after", "after is not the cursor of a list with these conditions");
    }

    /** Behind this member. */
    ListCursor behind(Member member) {
        return new ListCursor(order, place(member));
    }

    /** What the list is ordered by. */
    long place(Member member) {
        return order == Order.ID ? member.id() : member.client_member_id();
    }

    @Override
    public String toString() {
        return "" + order.letter + value;
    }
}
