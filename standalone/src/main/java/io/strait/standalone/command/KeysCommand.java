package io.strait.standalone.command;

import io.strait.gateway.security.ApiKey;
import io.strait.gateway.security.KeyFile;
import io.strait.standalone.stack.StackConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Makes, lists and ends API keys, in the file that gateways read while they run. */
@Command(
        name = "keys",
        description = "Makes, lists and revokes API keys; running gateways follow within a second.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            KeysCommand.CreateCommand.class,
            KeysCommand.ListCommand.class,
            KeysCommand.RevokeCommand.class,
            HelpCommand.class
        })
final class KeysCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "expected a command");
    }

    private abstract static sealed class OnFile implements Callable<Integer> {
        @Spec
        private @Nullable CommandSpec spec;

        @Option(
                names = "--file",
                paramLabel = "FILE",
                description = "The file of keys. Default: $STRAIT_GATEWAY_KEYS, else data/strait/keys.json.")
        private @Nullable Path file;

        KeyFile keys() {
            return new KeyFile(path());
        }

        Path path() {
            if (file != null) {
                return file;
            }
            return Optional.ofNullable(System.getenv("STRAIT_GATEWAY_KEYS"))
                    .filter(set -> !set.isBlank())
                    .map(Path::of)
                    .orElseGet(() ->
                            StackConfig.home().resolve("data").resolve("strait").resolve("keys.json"));
        }

        PrintWriter out() {
            return Objects.requireNonNull(spec).commandLine().getOut();
        }

        PrintWriter err() {
            return Objects.requireNonNull(spec).commandLine().getErr();
        }
    }

    @Command(
            name = "create",
            description = "Makes a key and prints it. It is shown this once: the file holds its hash.",
            mixinStandardHelpOptions = true)
    static final class CreateCommand extends OnFile {
        @Option(names = "--tenant", required = true, paramLabel = "TENANT", description = "Whose key it is.")
        private String tenant = "";

        @Override
        public Integer call() throws IOException {
            String key = keys().create(tenant, Clock.systemUTC().instant(), new SecureRandom());
            err().println("added to " + path() + "; this is the only time the key is shown");
            err().flush();
            out().println(key);
            out().flush();
            return 0;
        }
    }

    @Command(
            name = "list",
            description = "Lists ids of keys, their tenants and times.",
            mixinStandardHelpOptions = true)
    static final class ListCommand extends OnFile {
        @Override
        public Integer call() throws IOException {
            for (ApiKey key : keys().keys()) {
                out().printf(
                                "%s  %s  created %s%s%n",
                                key.id(),
                                key.tenant(),
                                key.createdAt(),
                                key.revokedAt() == null ? "" : "  revoked " + key.revokedAt());
            }
            out().flush();
            return 0;
        }
    }

    @Command(name = "revoke", description = "Ends a key for good.", mixinStandardHelpOptions = true)
    static final class RevokeCommand extends OnFile {
        @Parameters(
                paramLabel = "ID",
                description = "As in the list; the part between the key's first two underscores.")
        private String id = "";

        @Override
        public Integer call() throws IOException {
            if (!keys().revoke(id, Clock.systemUTC().instant())) {
                throw new CommandFailure("id: expected one of a key in " + path() + ", got " + id);
            }
            out().println("revoked " + id);
            out().flush();
            return 0;
        }
    }
}
