package io.strait.trainer.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.strait.model.preset.Preset;
import io.strait.trainer.network.CostOps;
import io.strait.trainer.network.Declarations;
import io.strait.trainer.network.LabelTable;
import io.strait.trainer.network.Stage;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "presets", description = "sizes and costs of the presets", mixinStandardHelpOptions = true)
final class PresetsCommand implements Callable<Integer> {
    @Option(
            names = "--labels",
            defaultValue = "1000",
            description = "number of labels to count with (${DEFAULT-VALUE})")
    private int labels;

    @Option(names = "--json", description = "as JSON, with the sizes")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        LabelTable table = new LabelTable(
                IntStream.range(0, labels).mapToObj(Integer::toString).toList());
        ObjectMapper mapper = new ObjectMapper();
        ArrayNode out = mapper.createArrayNode();
        for (Preset preset : Preset.all()) {
            ObjectNode node = out.addObject();
            node.setAll((ObjectNode) mapper.valueToTree(preset));
            ObjectNode costs = node.putObject("costs");
            describe(costs, "tokenizer", Declarations.tokenizer(preset), preset);
            for (Stage stage : Stage.of(preset)) {
                String name = stage.name().toLowerCase(Locale.ROOT);
                describe(costs, name, Declarations.transformer(preset, stage, table), preset);
            }
        }
        if (json) {
            System.out.println(mapper.writerWithDefaultPrettyPrinter().writeValueAsString(out));
        }
        return 0;
    }

    private void describe(ObjectNode costs, String name, CostOps cost, Preset preset) {
        costs.putObject(name).put("parameters", cost.parameterCount()).put("multiplyAdds", cost.multiplyAdds());
        if (!json) {
            System.out.printf(
                    Locale.ROOT,
                    "%-14s %-10s %8.2f M parameters %9.2f G multiply-adds%n",
                    preset.name(),
                    name,
                    cost.parameterCount() / 1e6,
                    cost.multiplyAdds() / 1e9);
        }
    }
}
