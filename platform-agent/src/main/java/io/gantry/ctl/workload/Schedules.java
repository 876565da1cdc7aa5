package io.gantry.ctl.workload;

import io.gantry.api.schedule.CreateSchedule;
import io.gantry.api.schedule.ScheduleResource;
import io.gantry.api.schedule.UpdateSchedule;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** All commands about schedules. */
@Command(
    name = "schedule",
    mixinStandardHelpOptions = true,
    description = "Work with schedules: jobs made at times of a cron expression.",
    synopsisSubcommandLabel = "COMMAND")
public final class Schedules {
  private static final String ROOT = "schedules";
  private static final String NAME = "Name of the schedule.";

  private final Shell shell;

  @Spec private CommandSpec command = CommandSpec.create();

  Schedules(Shell shell) {
    this.shell = shell;
  }

  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Make a schedule; needs --name.")
  void create(@Mixin ScheduleOptions options) {
    CreateSchedule wish = new CreateSchedule(name(options), options.spec());
    JsonNode made = shell.controlPlane().post(ApiPath.of(ROOT), wish);
    shell.output().object(made, wish.name());
  }

  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Give the schedule --name another spec as a whole, from now on.")
  void update(@Mixin ScheduleOptions options) {
    ApiPath path = ApiPath.of(ROOT, name(options));
    long version = shell.controlPlane().get(path).path("version").asLong();
    JsonNode changed =
        shell.controlPlane().patch(path, new UpdateSchedule(options.spec()), version);
    shell.output().object(changed, name(options));
  }

  private String name(ScheduleOptions options) {
    String name = options.name();
    if (name == null) {
      throw new ParameterException(command.commandLine(), "--name is needed");
    }
    return name;
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List schedules.")
  void list() {
    shell
        .output()
        .list(shell.controlPlane().list(ApiPath.of(ROOT), 0), ScheduleResource.class, table());
  }

  @Command(
      aliases = "inspect",
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a schedule, as JSON.")
  void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(mixinStandardHelpOptions = true, description = "Let its times pass without jobs.")
  void suspend(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    operation(name, "suspend");
  }

  @Command(mixinStandardHelpOptions = true, description = "Let its times count again.")
  void resume(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    operation(name, "resume");
  }

  private void operation(String name, String operation) {
    shell.output().object(shell.controlPlane().post(ApiPath.of(ROOT, name, operation), null), name);
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove schedules; jobs they made stay.")
  void remove(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().delete(ApiPath.of(ROOT, name));
      shell.output().line(name);
    }
  }

  private static Table<ScheduleResource> table() {
    return new Table<ScheduleResource>()
        .column("NAME", ScheduleResource::name)
        .column("CRON", row -> row.spec().cron())
        .column("ZONE", row -> row.spec().zone())
        .column("LAST", row -> row.status().lastTime())
        .column(
            "NEXT",
            row ->
                row.suspended()
                    ? "suspended"
                    : row.status().next().stream().findFirst().orElse(null))
        .column("STARTED", row -> row.status().started())
        .column("SKIPPED", row -> row.status().skipped())
        .column("MISSED", row -> row.status().missed());
  }
}
