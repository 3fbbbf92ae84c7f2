package io.wizd.handlers.members.batch;

import io.wizd.db.input.BadFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The columns of a file: which of them are the fields of a member, and what the others are. Immutable. */
final class Columns {
    /** The fields of a member, in the order in which {@link MemberCheck} takes them. */
    static final List<String> FIELDS =
            List.of("first_name", "last_name", "phone_number", "client_member_id", "account_id");

    /** The place of that one in {@link #FIELDS}. */
    static final int CLIENT_MEMBER_ID = 3;

    /** What of a rejected row has no column, so that nothing of it is lost. A row that has something there is no member. */
    static final String REST = "reject_rest";

    /** Behind the columns of a file in the file of its rejected rows. */
    static final List<String> OF_REJECTS = List.of(REST, "reject_line", "reject_column", "reject_reason");

    /** Characters of a name of a column that is told. */
    static final int SHOWN_NAME = 50;

    private static final String ID = "id";

    private final List<String> names;
    private final int[] places;
    private final List<String> unknown;
    private final List<String> ignored;
    private final boolean ofRejects;

    private Columns(List<String> names, int[] places, List<String> unknown, List<String> ignored) {
        this.names = names;
        this.places = places;
        this.unknown = unknown;
        this.ignored = ignored;
        this.ofRejects = names.size() > OF_REJECTS.size()
                && names.subList(names.size() - OF_REJECTS.size(), names.size()).equals(OF_REJECTS);
    }

    /** Those of a JSON array, which has no header. */
    static Columns ofJson(List<String> unknown, List<String> ignored) {
        return new Columns(FIELDS, new int[] {0, 1, 2, 3, 4}, unknown, ignored);
    }

    /** @throws BadFileException if one of a member is missing or there twice */
    static Columns ofHeader(List<String> header) throws BadFileException {
        List<String> names = header.stream().map(String::strip).toList();
        refuseWhatIsNoText(names);
        int[] places = {-1, -1, -1, -1, -1};
        List<String> unknown = new ArrayList<>();
        List<String> ignored = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i).toLowerCase(Locale.ROOT);
            int field = FIELDS.indexOf(name);
            if (field >= 0) {
                if (places[field] >= 0) {
                    throw new BadFileException("the header has the column " + name + " twice");
                }
                places[field] = i;
            } else if (name.equals(ID)) {
                ignored.add(names.get(i));
            } else if (!OF_REJECTS.contains(name)) {
                unknown.add(shown(names.get(i)));
            }
        }
        refuseWhereOneIsMissing(names, places);
        return new Columns(names, places, List.copyOf(unknown), List.copyOf(ignored));
    }

    private static void refuseWhatIsNoText(List<String> names) throws BadFileException {
        if (names.stream().anyMatch(name -> name.indexOf('\0') >= 0)) {
            throw new BadFileException(
                    "the header has NUL characters: it is not text, or UTF-16 without a byte order mark");
        }
    }

    private static void refuseWhereOneIsMissing(List<String> names, int[] places) throws BadFileException {
        List<String> missing = new ArrayList<>();
        for (int field = 0; field < places.length; field++) {
            if (places[field] < 0) {
                missing.add(FIELDS.get(field));
            }
        }
        if (missing.isEmpty()) {
            return;
        }
        String found = names.size() == 1
                ? "the header is one column, " + shown(names.getFirst()) + ": columns are separated by , ; or tab"
                : "the header has the columns "
                        + String.join(
                                ", ",
                                names.stream().limit(10).map(Columns::shown).toList())
                        + (names.size() > 10 ? ", …" : "");
        throw new BadFileException(found + "; it lacks " + String.join(", ", missing));
    }

    private static String shown(String name) {
        return PlainText.shown(name.replaceAll("\\p{Cntrl}", " "), SHOWN_NAME);
    }

    /** How many fields of a member are among these names. */
    static int known(List<String> names) {
        Set<String> found = new HashSet<>();
        names.forEach(name -> found.add(name.strip().toLowerCase(Locale.ROOT)));
        found.retainAll(FIELDS);
        return found.size();
    }

    /** As in the file. */
    List<String> names() {
        return names;
    }

    /** The value of a field of {@link #FIELDS}. */
    String value(FileRow row, int field) {
        return row.cells()[places[field]];
    }

    /** What of a rejected row that was sent again has no column; empty for nothing, and in any other file. */
    String rest(String[] cells) {
        return ofRejects ? cells[ownCount()] : "";
    }

    /** The places of those that go into the file of rejected rows: all but its own. */
    int ownCount() {
        return ofRejects ? names.size() - OF_REJECTS.size() : names.size();
    }

    /** Whether this is a file of rejected rows, corrected and sent again. */
    boolean areOfRejects() {
        return ofRejects;
    }

    /** Those that mean nothing here. */
    List<String> unknown() {
        return unknown;
    }

    /** Those that are left out though they mean something: the id, which the server makes. */
    List<String> ignored() {
        return ignored;
    }
}
