package io.strait.trainer.cli;

import io.strait.trainer.network.Stage;
import picocli.CommandLine.Command;

@Command(name = "top", description = "trains the top transformer", mixinStandardHelpOptions = true)
final class TopCommand extends StageCommand {
    TopCommand() {
        super(Stage.TOP, 16);
    }
}
