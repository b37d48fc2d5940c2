package io.strait.standalone;

import java.util.List;
import java.util.Map;

/** Chooses the log configuration. Must run before the first logger exists, because logback reads it once. */
final class LogSetup {
    private static final String FOLDER = "io/strait/standalone/";

    private LogSetup() {}

    /**
     * Sets the system properties that logback reads.
     *
     * @param arguments the command line: a running service logs what it does, other commands only what is wrong
     * @param environment {@code STRAIT_LOG} chooses {@code text} (default) or {@code json}
     */
    static void configure(String[] arguments, Map<String, String> environment) {
        boolean json = "json".equals(environment.get("STRAIT_LOG"));
        setDefault("logback.configurationFile", FOLDER + (json ? "logback-json.xml" : "logback-text.xml"));
        setDefault("logback.statusListenerClass", "ch.qos.logback.core.status.NopStatusListener");
        setDefault("strait.log.level", level(List.of(arguments)));
        // Vert.x and DJL otherwise look for other logging libraries first.
        setDefault("vertx.logger-delegate-factory-class-name", "io.vertx.core.logging.SLF4JLogDelegateFactory");
    }

    private static String level(List<String> arguments) {
        if (arguments.contains("--verbose")) {
            return "DEBUG";
        }
        return arguments.contains("up") ? "INFO" : "WARN";
    }

    private static void setDefault(String name, String value) {
        if (System.getProperty(name) == null) {
            System.setProperty(name, value);
        }
    }
}
