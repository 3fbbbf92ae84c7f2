package io.wizd.client.cli;

import io.wizd.client.ServerAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST:PORT}; an IPv6 address in brackets. */
final class AddressConverter implements ITypeConverter<ServerAddress> {
    @Override
    public ServerAddress convert(String text) {
        try {
            return ServerAddress.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
