package io.strait.standalone.command;

import io.strait.standalone.doctor.Doctor;
import io.strait.standalone.doctor.Finding;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Says what the machine has and what is missing. */
@Command(
        name = "doctor",
        description =
                "Looks at Java, engine, bundle, Kafka, memory and disk. Exit status 1 if something needed is missing.",
        mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private StackOptions options = new StackOptions();

    @Override
    public Integer call() throws IOException {
        StackConfig config = options.config(StackConfig.home().resolve("data").resolve("strait"));
        List<Finding> findings;
        try (ScratchFolder scratch = ScratchFolder.create()) {
            findings = Doctor.examine(config, scratch.path());
        }
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        for (Finding finding : findings) {
            String detail = String.join("; ", finding.detail().strip().split("\\s*\\R\\s*"));
            out.printf(Locale.ROOT, "%-4s %-20s %s%n", finding.state().mark(), finding.name(), detail);
        }
        out.flush();
        return findings.stream().noneMatch(finding -> finding.state() == Finding.State.BAD) ? 0 : 1;
    }
}
