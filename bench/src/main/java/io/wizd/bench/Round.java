package io.wizd.bench;

import java.util.OptionalDouble;

/**
 * One round of one side.
 *
 * @param load what the clients saw
 * @param cpuMicros processor time of the server for each reply, in microseconds
 * @param databaseCpuMicros that of the database for each reply; none if the case needs no database
 * @param repliesPerCall the mean batch: replies for each CALL; none if there was no CALL
 * @param rowsRead rows that the database read in tables and indexes for each reply; none if the case needs no database
 * @param peakRssMiB the most memory the server held in this round
 */
record Round(
        LoadFigures load,
        double cpuMicros,
        OptionalDouble databaseCpuMicros,
        OptionalDouble repliesPerCall,
        OptionalDouble rowsRead,
        double peakRssMiB) {}
