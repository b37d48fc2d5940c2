package io.strait.trainer.cli;

import io.strait.trainer.network.Stage;
import picocli.CommandLine.Command;

@Command(name = "bottom", description = "trains the bottom transformer", mixinStandardHelpOptions = true)
final class BottomCommand extends StageCommand {
    BottomCommand() {
        super(Stage.BOTTOM, 6);
    }
}
