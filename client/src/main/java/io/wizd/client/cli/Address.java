package io.wizd.client.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code HOST:PORT}; an IPv6 address in brackets. */
record Address(String host, int port) {
    static final class Converter implements ITypeConverter<Address> {
        @Override
        public Address convert(String text) {
            int colon = text.lastIndexOf(':');
            String host = colon < 0 ? "" : text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            try {
                int port = Integer.parseInt(text.substring(colon + 1));
                if (!host.isBlank() && port >= 1 && port <= 65_535) {
                    return new Address(host, port);
                }
            } catch (NumberFormatException e) {
                // the same complaint as for any other shape
            }
            throw new TypeConversionException("'" + text + "' is not HOST:PORT, such as 127.0.0.1:8003");
        }
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
