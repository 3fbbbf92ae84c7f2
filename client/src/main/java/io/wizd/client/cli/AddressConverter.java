package io.wizd.client.cli;

import io.wizd.client.ServerAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST:PORT}, an IPv6 address in brackets; or as the server tells it, {@code http://HOST:PORT}. */
final class AddressConverter implements ITypeConverter<ServerAddress> {
    @Override
    public ServerAddress convert(String text) {
        try {
            return ServerAddress.parse(text.replaceFirst("^http://([^/]*)/?$", "$1"));
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
