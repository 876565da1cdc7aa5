package io.gantry.ctl.doctor;

import io.gantry.api.doctor.StuckResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** What is in between two states for too long. */
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    description =
        "Show what is stuck, since when, why it may be so and what to do; ends with 3 if anything is.",
    subcommands = Mend.class)
public final class Doctor implements Callable<Integer> {
  private static final int SOMETHING_IS_STUCK = 3;
  static final int SHORT_ID = 12;

  private final Shell shell;

  @Option(
      names = "--platform",
      description = "Of all tenants, and nodes and background work, for platform admins.")
  private boolean platform;

  @Option(names = "--limit", description = "Most rows (default 100, at most 500).")
  private int limit = 100;

  Doctor(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JsonNode answer = shell.controlPlane().get(path(platform).with("limit", limit));
    shell.output().list(answer, StuckResource.class, table(shell.clock()));
    if (answer.path("more").asBoolean(false)) {
      shell.err().println("There are more than these: raise --limit.");
    }
    return answer.path("items").isEmpty() ? 0 : SOMETHING_IS_STUCK;
  }

  static ApiPath path(boolean platform, String... rest) {
    ApiPath root = platform ? ApiPath.of("stuck", "platform") : ApiPath.of("stuck");
    return rest.length == 0 ? root : new ApiPath(root + "/" + String.join("/", rest));
  }

  private static Table<StuckResource> table(Clock clock) {
    return new Table<StuckResource>()
        .column("KIND", StuckResource::kind)
        .column("ID", row -> shortId(row.id()))
        .column("NAME", StuckResource::name)
        .column("TENANT", StuckResource::tenant)
        .column("NODE", StuckResource::node)
        .column("STATE", StuckResource::state)
        .column("SINCE", row -> Times.ago(row.since(), clock))
        .column("MENDED BY", Doctor::mending)
        .column("WHY", StuckResource::why)
        .column("REMEDY", StuckResource::remedy);
  }

  /** A container's id is cut, the number of a run behind it is not. */
  private static String shortId(String id) {
    return id.matches("[0-9a-f]{64}(/\\d+)?") ? id.substring(0, SHORT_ID) + id.substring(64) : id;
  }

  private static @Nullable String mending(StuckResource row) {
    return row.mending() == null
        ? null
        : row.mending().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
