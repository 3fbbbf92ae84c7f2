package io.wizd.db.load;

/** UUID, INET4, INET6: text that the database itself checks. */
record OtherType() implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        if (!(cell instanceof Cell.Field || cell instanceof Cell.Str)) {
            throw new BadValueException("is no text");
        }
        return cell.text().strip();
    }
}
