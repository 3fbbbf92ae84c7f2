package io.wizd.db.load;

/** How the rows are written down. */
enum Format {
    /** RFC 4180 with a header line; separated by comma, semicolon or tab. */
    CSV,
    /** JSON objects, or arrays of them, one value after the other. */
    JSON,
    /** One JSON object a line; a broken line spoils no other. */
    NDJSON
}
