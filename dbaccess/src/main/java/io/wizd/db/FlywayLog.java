package io.wizd.db;

import org.flywaydb.core.api.logging.Log;
import org.flywaydb.core.api.logging.LogCreator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Flyway's own messages, all at debug level: what it calls an error is thrown as well, and its warnings are mostly about
 * a DROP PROCEDURE IF EXISTS that found nothing. {@link Migrations} says what matters.
 */
public final class FlywayLog implements LogCreator {

    /** Called by Flyway, which makes it by its class name. */
    public FlywayLog() {}

    @Override
    public Log createLogger(Class<?> origin) {
        return new AtDebugLevel(LoggerFactory.getLogger(origin));
    }

    private record AtDebugLevel(Logger logger) implements Log {

        @Override
        public void debug(String message) {
            logger.trace(message);
        }

        @Override
        public void info(String message) {
            logger.debug(message);
        }

        @Override
        public void warn(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message) {
            logger.debug(message);
        }

        @Override
        public void error(String message, Exception e) {
            logger.debug(message, e);
        }

        @Override
        public void notice(String message) {
            logger.debug(message);
        }
    }
}
