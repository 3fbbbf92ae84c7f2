package io.wizd.db.load;

import java.util.Base64;

/** BINARY and the BLOB family, written as base64 in JSON and in CSV. */
record BinaryType(long maxBytes) implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        if (!(cell instanceof Cell.Field || cell instanceof Cell.Str)) {
            throw new BadValueException("is no base64 text");
        }
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(cell.text().strip());
        } catch (IllegalArgumentException e) {
            throw new BadValueException("is no base64 text");
        }
        if (bytes.length > maxBytes) {
            throw new BadValueException(
                    "is longer than " + Shown.count(maxBytes) + " bytes (" + Shown.count(bytes.length) + ")");
        }
        return bytes;
    }
}
