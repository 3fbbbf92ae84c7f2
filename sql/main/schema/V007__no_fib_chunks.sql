-- The table of Fibonacci numbers lies in a file of each server's own. Why so: docs/decisions/0018.

DROP TABLE fib_chunk;
