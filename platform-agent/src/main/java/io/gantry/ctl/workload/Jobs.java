package io.gantry.ctl.workload;

import io.gantry.api.job.CreateJob;
import io.gantry.api.job.JobResource;
import io.gantry.api.job.JobRunResource;
import io.gantry.api.job.JobState;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** All commands about jobs. */
@Command(
    name = "job",
    mixinStandardHelpOptions = true,
    description = "Work with jobs: containers run until enough of them ended well.",
    synopsisSubcommandLabel = "COMMAND")
public final class Jobs {
  private static final String ROOT = "jobs";
  private static final String NAME = "Name of the job.";

  private final Shell shell;

  Jobs(Shell shell) {
    this.shell = shell;
  }

  @Command(
      mixinStandardHelpOptions = true,
      sortOptions = false,
      description = "Run a job; prints its name. Containers go on without this command.")
  void run(@Mixin JobOptions options) {
    JsonNode job =
        shell.controlPlane().post(ApiPath.of(ROOT), new CreateJob(options.name(), options.spec()));
    shell.output().object(job, job.path("name").asString());
  }

  @Command(
      name = "ls",
      aliases = "list",
      mixinStandardHelpOptions = true,
      description = "List jobs.")
  void list(
      @Option(names = "--state", description = "Only those: ${COMPLETION-CANDIDATES}.")
          @Nullable JobState state) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT).with("state", state), 0),
            JobResource.class,
            table(shell.clock()));
  }

  @Command(
      aliases = "inspect",
      mixinStandardHelpOptions = true,
      description = "Print all that is known of a job, as JSON.")
  void show(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell.output().object(shell.controlPlane().get(ApiPath.of(ROOT, name)));
  }

  @Command(mixinStandardHelpOptions = true, description = "List the runs of a job.")
  void runs(@Parameters(paramLabel = "NAME", description = NAME) String name) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT, name, "runs"), 0),
            JobRunResource.class,
            runTable(shell.clock()));
  }

  @Command(mixinStandardHelpOptions = true, description = "End jobs; what runs is stopped.")
  void cancel(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().post(ApiPath.of(ROOT, name, "cancel"), null);
      shell.output().line(name);
    }
  }

  @Command(
      name = "rm",
      aliases = "remove",
      mixinStandardHelpOptions = true,
      description = "Remove jobs with all their containers; exit records stay.")
  void remove(
      @Parameters(arity = "1..*", paramLabel = "NAME", description = NAME) List<String> names) {
    for (String name : names) {
      shell.controlPlane().delete(ApiPath.of(ROOT, name));
      shell.output().line(name);
    }
  }

  private static Table<JobResource> table(Clock clock) {
    return new Table<JobResource>()
        .column("NAME", JobResource::name)
        .column("IMAGE", row -> row.spec().container().image())
        .column("STATE", row -> state(row.status()))
        .column("DONE", row -> row.status().succeeded() + "/" + row.spec().completions())
        .column("ACTIVE", row -> row.status().active())
        .column("FAILED", row -> row.status().failed())
        .column("NEXT", row -> row.status().nextAttemptAt())
        .column("CREATED", row -> Times.ago(row.createdAt(), clock))
        .column("BY", JobResource::createdBy);
  }

  private static String state(JobResource.Status status) {
    String state = status.state().name().toLowerCase(Locale.ROOT);
    if (status.reason() != null) {
      return state + " (" + status.reason().name().toLowerCase(Locale.ROOT) + ")";
    }
    return status.obstacle() == null ? state : state + " (" + status.obstacle().code() + ")";
  }

  private static Table<JobRunResource> runTable(Clock clock) {
    return new Table<JobRunResource>()
        .column("RUN", JobRunResource::number)
        .column("CONTAINER", row -> row.container().shortId())
        .column("STATE", row -> row.state().name().toLowerCase(Locale.ROOT))
        .column("CODE", JobRunResource::exitCode)
        .column("FAILURE", row -> row.failure() == null ? null : row.failure().message())
        .column("STARTED", row -> Times.ago(row.startedAt(), clock))
        .column("ENDED", row -> Times.ago(row.endedAt(), clock));
  }
}
