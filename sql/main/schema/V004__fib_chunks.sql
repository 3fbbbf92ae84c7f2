-- The table of Fibonacci numbers as far as it was computed, so that the next start need not. Why so: docs/decisions/0018.

CREATE TABLE fib_chunk (
    -- n of the first number
    first     INT NOT NULL,
    -- how many numbers; checksum and count are what was stored: the server judges them when it reads
    count     INT NOT NULL,
    -- digits, with commas between the numbers
    numbers   LONGTEXT CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
    -- CRC-32C of numbers
    checksum  BIGINT NOT NULL,
    PRIMARY KEY (first)
) ENGINE = InnoDB;
