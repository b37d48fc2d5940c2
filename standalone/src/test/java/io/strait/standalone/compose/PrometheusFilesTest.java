package io.strait.standalone.compose;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** What alerts and dashboard ask for is in the table of meters, and every alert is explained. */
final class PrometheusFilesTest {
    private static final Pattern METRIC = Pattern.compile("\\b(?:worker|gateway)_[a-z_]+");
    private static final Pattern DERIVED = Pattern.compile("_(?:bucket|count|sum|max)$");

    private final Path home = StackConfig.home();
    private final String operations = Files.readString(home.resolve("docs/operations.md"));

    PrometheusFilesTest() throws IOException {}

    @Test
    void namesNoMetricThatDoesNotExist() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (String file : new String[] {"alerts.yml", "grafana/strait.json"}) {
            Matcher metric =
                    METRIC.matcher(Files.readString(home.resolve("compose").resolve(file)));
            while (metric.find()) {
                asked.add(DERIVED.matcher(metric.group()).replaceFirst(""));
            }
        }
        assertThat(asked)
                .hasSizeGreaterThan(10)
                .allSatisfy(name -> assertThat(operations).contains("`" + name + "`"));
    }

    @Test
    void explainsEveryAlert() throws IOException {
        Matcher alert = Pattern.compile("alert: (\\w+)").matcher(Files.readString(home.resolve("compose/alerts.yml")));
        Set<String> alerts = new TreeSet<>();
        while (alert.find()) {
            alerts.add(alert.group(1));
        }
        assertThat(alerts)
                .hasSizeGreaterThan(5)
                .allSatisfy(name -> assertThat(operations).contains("| `" + name + "` |"));
    }

    @Test
    void areWellFormed() throws IOException {
        for (String file :
                new String[] {"prometheus.yml", "alerts.yml", "grafana/datasource.yml", "grafana/dashboards.yml"}) {
            Object read = new Yaml(new SafeConstructor(new LoaderOptions()))
                    .load(Files.readString(home.resolve("compose").resolve(file)));
            assertThat(Objects.toString(read)).as(file).startsWith("{");
        }
        JsonNode dashboard = new ObjectMapper()
                .readTree(home.resolve("compose/grafana/strait.json").toFile());
        assertThat(dashboard.path("panels")).isNotEmpty();
    }
}
