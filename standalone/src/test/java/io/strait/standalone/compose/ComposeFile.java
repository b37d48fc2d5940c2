package io.strait.standalone.compose;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What compose.yaml, its .env and the Dockerfiles say of each service. */
final class ComposeFile {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+)}");
    private static final Pattern ENTRY_POINT = Pattern.compile("(?m)^ENTRYPOINT (\\[.*])$");

    private final Path folder;
    private final Map<String, String> variables;
    private final Map<?, ?> services;

    private ComposeFile(Path folder, Map<String, String> variables, Map<?, ?> services) {
        this.folder = folder;
        this.variables = variables;
        this.services = services;
    }

    static ComposeFile read(Path folder) throws IOException {
        Map<String, String> variables = new HashMap<>();
        for (String line : Files.readAllLines(folder.resolve(".env"))) {
            if (!line.isBlank() && !line.startsWith("#")) {
                String[] parts = line.split("=", 2);
                variables.put(parts[0], parts[1]);
            }
        }
        // The safe constructor resolves anchors and merge keys, and makes nothing but maps, lists and scalars.
        Map<?, ?> root = new Yaml(new SafeConstructor(new LoaderOptions()))
                .load(Files.readString(folder.resolve("compose.yaml")));
        return new ComposeFile(folder, variables, map(root.get("services"), "services"));
    }

    /** A service's environment, with the variables of .env filled in. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        map(service(service).get("environment"), service + ".environment")
                .forEach((name, value) -> environment.put(name.toString(), fill(Objects.toString(value))));
        return environment;
    }

    /** The main class that a service's container starts. */
    String mainClass(String service) throws IOException {
        Map<?, ?> build = map(service(service).get("build"), service + ".build");
        Path dockerfile = folder.resolve(Objects.toString(build.get("context")))
                .resolve(Objects.toString(build.get("dockerfile")));
        Matcher entryPoint = ENTRY_POINT.matcher(Files.readString(dockerfile));
        if (!entryPoint.find()) {
            throw new IllegalStateException(dockerfile + ": expected an ENTRYPOINT with a list, got none");
        }
        List<String> command = new ObjectMapper().readValue(entryPoint.group(1), new TypeReference<List<String>>() {});
        if (!command.subList(0, command.size() - 1).equals(List.of("java", "-cp", "/app/*"))) {
            throw new IllegalStateException(dockerfile + ": expected java, its class path and a class, got " + command);
        }
        return command.get(command.size() - 1);
    }

    private Map<?, ?> service(String name) {
        return map(services.get(name), name);
    }

    private String fill(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String value = variables.get(match.group(1));
            if (value == null) {
                throw new IllegalStateException(".env: expected " + match.group(1) + ", got nothing");
            }
            return Matcher.quoteReplacement(value);
        });
    }

    private static Map<?, ?> map(@Nullable Object value, String where) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("compose.yaml: " + where + ": expected a map, got " + value);
    }
}
