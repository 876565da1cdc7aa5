package io.gantry.ctl.alert;

import io.gantry.api.alert.AlertResource;
import io.gantry.api.alert.DeliveryResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** All commands about alerts. */
@Command(
    name = "alert",
    mixinStandardHelpOptions = true,
    description = "Have a URL called when containers end in a certain way.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = CreateAlertCommand.class)
public final class Alerts {
  static final String ROOT = "alerts";
  private static final String NAME = "Name of the alert.";

  private final Shell shell;

  Alerts(Shell shell) {
    this.shell = shell;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List alerts.")
  void list() {
    shell
        .output()
        .list(shell.controlPlane().list(ApiPath.of(ROOT), 0), AlertResource.class, table());
  }

  @Command(mixinStandardHelpOptions = true, description = "Print an alert, as JSON.")
  void inspect(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(name = "rm", mixinStandardHelpOptions = true, description = "Remove an alert.")
  void remove(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.controlPlane().delete(ApiPath.of(ROOT, name));
    shell.output().line(name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Let an alert call again that was disabled as its calls failed.")
  void enable(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(post(name, "enable"), name);
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Sign all calls from now on with a new secret, and print it.")
  void secret(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    JsonNode answer = post(name, "secret");
    shell.output().object(answer, answer.path("secret").asString(""));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Have the URL called without an exit, and print the call's id.")
  void test(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    JsonNode answer = post(name, "test");
    shell.output().object(answer, answer.path("delivery").asString(""));
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "List an alert's calls, the newest first.")
  void deliveries(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Option(
              names = "--limit",
              defaultValue = "100",
              description = "Most rows (default 100; 0: without).")
          int limit) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT, name, "deliveries"), limit),
            DeliveryResource.class,
            deliveries(shell.clock()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Have a call made again.")
  void redeliver(
      @Parameters(paramLabel = "NAME", description = NAME) String name,
      @Parameters(paramLabel = "DELIVERY", description = "Id of the call.") String delivery) {
    ApiPath path = ApiPath.of(ROOT, name, "deliveries", delivery, "redeliver");
    shell.controlPlane().post(path, Map.of());
    shell.output().line(delivery);
  }

  private JsonNode post(String name, String operation) {
    return shell.controlPlane().post(ApiPath.of(ROOT, name, operation), Map.of());
  }

  private static Table<AlertResource> table() {
    return new Table<AlertResource>()
        .column("NAME", AlertResource::name)
        .column("AT", row -> row.threshold() + (row.perContainer() ? " of a container" : ""))
        .column("WITHIN", row -> Times.span(row.window()))
        .column("STATE", Alerts::state)
        .column("URL", AlertResource::url)
        .column("BY", AlertResource::createdBy);
  }

  private static String state(AlertResource row) {
    if (row.disabledAt() != null) {
      return "disabled: " + row.disabledBecause();
    }
    return row.failingSince() == null ? "enabled" : "failing since " + row.failingSince();
  }

  private static Table<DeliveryResource> deliveries(Clock clock) {
    return new Table<DeliveryResource>()
        .column("ID", DeliveryResource::id)
        .column("CREATED", row -> Times.ago(row.createdAt(), clock))
        .column("STATE", row -> row.state().name().toLowerCase(Locale.ROOT))
        .column("TEST", row -> row.test() ? "yes" : null)
        .column("TRIES", row -> row.attempts().size())
        .column("LAST", Alerts::last)
        .column("NEXT TRY", DeliveryResource::nextAttemptAt);
  }

  private static @Nullable Object last(DeliveryResource row) {
    if (row.attempts().isEmpty()) {
      return null;
    }
    DeliveryResource.Attempt last = row.attempts().getLast();
    return last.failure() == null ? last.status() : last.failure();
  }
}
