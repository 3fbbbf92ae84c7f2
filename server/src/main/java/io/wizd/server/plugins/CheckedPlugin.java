package io.wizd.server.plugins;

import io.wizd.handlers.HandlerPlugin;
import io.wizd.handlers.spec.MessageHandler;
import io.wizd.handlers.spec.ServiceContext;
import io.wizd.server.setup.StartException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/** A plugin whose faults name its jar, so that the person who put it there knows which one to take out. */
record CheckedPlugin(HandlerPlugin plugin) implements HandlerPlugin {

    @Override
    public List<MessageHandler<?, ?>> handlers(ServiceContext context) {
        try {
            List<MessageHandler<?, ?>> handlers = List.copyOf(plugin.handlers(context));
            handlers.forEach(MessageHandler::spec);
            return handlers;
        } catch (LinkageError e) {
            throw PluginFaults.refused("plugin " + nameOf(plugin), e);
        } catch (RuntimeException e) {
            throw new StartException(
                    StartException.CONFIG,
                    "plugin " + nameOf(plugin) + " failed: " + e + "; remove it, or have it mended",
                    e);
        }
    }

    /** The class, and the jar that it came in. */
    static String nameOf(HandlerPlugin plugin) {
        CodeSource source = plugin.getClass().getProtectionDomain().getCodeSource();
        String name = plugin.getClass().getName();
        return source == null
                ? name
                : name + " of " + Path.of(source.getLocation().getPath());
    }
}
