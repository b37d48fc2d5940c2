package io.strait.gateway.http;

import io.strait.gateway.settings.Settings;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The names by which the gateway is asked. A page whose own name is made to lead to this machine (DNS rebinding) asks from the visitor's
 * browser, as if it were ours; it cannot hide its name, which comes as the request's host. A request without a host is no browser's.
 *
 * @param any whether every name will do
 * @param named names besides this machine's for itself, lower case
 */
public record HostNames(boolean any, Set<String> named) implements Handler<RoutingContext> {
    private static final String SETTING = Settings.OWN + "HOSTS";

    private static final String EVERY = "*";
    private static final Pattern NAME = Pattern.compile("[a-z0-9._-]{1,253}|\\[[0-9a-f:.]{2,45}]");
    private static final Pattern PORT = Pattern.compile(":[0-9]{0,5}$");
    private static final Pattern OWN = Pattern.compile("(.+\\.)?localhost|127(\\.[0-9]{1,3}){3}|\\[(0:){7}1]|\\[::1]");

    /** Copies the set. */
    public HostNames {
        named = Set.copyOf(named);
    }

    /**
     * Reads the names. Without any, it depends.
     *
     * @param open whether this machine alone can ask, without a credential: then only by its own names
     */
    public static HostNames read(Settings settings, boolean open) {
        List<String> texts = settings.list(SETTING);
        Set<String> names = texts.stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .filter(name -> !name.equals(EVERY))
                .collect(Collectors.toSet());
        names.stream()
                .filter(name -> !NAME.matcher(name).matches())
                .forEach(name -> settings.problem(
                        SETTING + ": expected names or addresses without scheme and port, or *, got " + name));
        return new HostNames(texts.contains(EVERY) || (texts.isEmpty() && !open), names);
    }

    /** Whether an address to listen on is reached from this machine alone. */
    public static boolean loopback(String bind) {
        try {
            return InetAddress.getByName(bind).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    @Override
    public void handle(RoutingContext context) {
        if (context.request().headers().getAll("host").stream().allMatch(this::allow) && allowsAuthority(context)) {
            context.next();
        } else {
            context.fail(HttpFailure.otherHost(SETTING));
        }
    }

    /** HTTP/2 has the name in a place of its own. */
    private boolean allowsAuthority(RoutingContext context) {
        var authority = context.request().authority();
        return authority == null || allow(authority.host());
    }

    /** Whether a host, with or without a port, is one of ours. */
    boolean allow(String host) {
        String text = host.strip().toLowerCase(Locale.ROOT);
        // The colons of an address without brackets are no port's.
        String name = text.indexOf(':') == text.lastIndexOf(':') || text.startsWith("[")
                ? PORT.matcher(text).replaceFirst("")
                : "[" + text + "]";
        String plain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
        return any || OWN.matcher(plain).matches() || named.contains(plain);
    }
}
