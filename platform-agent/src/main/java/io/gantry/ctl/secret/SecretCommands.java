package io.gantry.ctl.secret;

import io.gantry.api.secret.CreateSecret;
import io.gantry.api.secret.ReplaceSecret;
import io.gantry.api.secret.SecretLimits;
import io.gantry.api.secret.SecretResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** All commands about secrets. */
@Command(
    name = "secret",
    mixinStandardHelpOptions = true,
    description = "Work with secrets; what they hold is never shown.",
    synopsisSubcommandLabel = "COMMAND")
public final class SecretCommands {
  private static final String ROOT = "secrets";
  private static final String NAME = "Name of the secret.";
  private static final String FILE = "File with what it holds; - reads the standard input.";

  private final Shell shell;

  SecretCommands(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List secrets, without what they hold.")
  void list() {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT), 0),
            SecretResource.class,
            table(shell.clock()));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Make a secret.",
        "Containers get it by --secret NAME of run and create.",
        "As in: openssl rand -hex 32 | gantryctl secret create token -"
      })
  void create(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "FILE", description = FILE) String file)
      throws IOException {
    JsonNode made = shell.controlPlane().post(ApiPath.of(ROOT), new CreateSecret(name, read(file)));
    shell.output().object(made, name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = {
        "Have a secret hold something else.",
        "Containers that are made from now on get it; those that are there keep their files."
      })
  void replace(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "FILE", description = FILE) String file)
      throws IOException {
    ReplaceSecret wish = new ReplaceSecret(read(file));
    ApiPath secret = ApiPath.of(ROOT, name);
    long version = shell.controlPlane().get(secret, SecretResource.class).version();
    shell.output().object(shell.controlPlane().put(secret, wish, version), name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a secret but what it holds, as JSON.")
  void inspect(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(
      name = "rm",
      mixinStandardHelpOptions = true,
      description = "Remove secrets that no container is given.")
  void remove(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().delete(ApiPath.of(ROOT, name));
      shell.output().line(name);
    }
  }

  /** One byte more than is taken, so that too much is refused and never read whole. */
  private byte[] read(String file) throws IOException {
    if (file.equals("-")) {
      return shell.in().readNBytes(SecretLimits.MOST_BYTES + 1);
    }
    try (InputStream content = Files.newInputStream(Path.of(file))) {
      return content.readNBytes(SecretLimits.MOST_BYTES + 1);
    }
  }

  private static Table<SecretResource> table(Clock clock) {
    return new Table<SecretResource>()
        .column("NAME", SecretResource::name)
        .column("VERSION", SecretResource::version)
        .column("BYTES", SecretResource::bytes)
        .column("UPDATED", row -> Times.ago(row.updatedAt(), clock))
        .column("BY", SecretResource::updatedBy)
        .column("CONTAINERS", SecretResource::containers);
  }
}
