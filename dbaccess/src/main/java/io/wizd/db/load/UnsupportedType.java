package io.wizd.db.load;

/** A type that has no form in JSON or CSV which load could read: POINT and its kin, VECTOR. */
record UnsupportedType(String name) implements ColumnType {

    @Override
    public Object convert(Cell cell) throws BadValueException {
        throw new BadValueException("cannot be loaded: load knows no form for the type " + name);
    }
}
