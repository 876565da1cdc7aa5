package io.gantry.ctl.container;

import io.gantry.api.resource.StatsResource;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** What running containers use. */
@Command(
    name = "stats",
    mixinStandardHelpOptions = true,
    description = "Print what containers use (default: all that run).")
public final class Stats implements Runnable {
  private final Shell shell;

  @Parameters(arity = "0..*", paramLabel = "CONTAINER", description = "Id, its beginning, or name.")
  private List<String> refs = List.of();

  Stats(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    List<String> wanted = refs.isEmpty() ? running() : refs;
    List<JsonNode> stats =
        wanted.stream()
            .map(ref -> shell.controlPlane().get(Containers.path(ref, "stats")))
            .toList();
    shell.output().list(stats, StatsResource.class, table());
  }

  private List<String> running() {
    return shell.controlPlane().list(Containers.path().with("state", "running"), 0).stream()
        .map(item -> item.path("id").asString())
        .toList();
  }

  private static Table<StatsResource> table() {
    return new Table<StatsResource>()
        .column("CONTAINER ID", row -> row.container().shortId())
        .column("CPU TIME", row -> Times.span(row.cpu()))
        .column("MEMORY", row -> new ByteSize(row.memoryBytes()))
        .column("LIMIT", row -> limit(row.memoryLimitBytes()))
        .column("PIDS", StatsResource::pids)
        .column("NET IN", row -> new ByteSize(row.networkReceivedBytes()))
        .column("NET OUT", row -> new ByteSize(row.networkSentBytes()))
        .column("READ", row -> new ByteSize(row.blockReadBytes()))
        .column("WRITTEN", row -> new ByteSize(row.blockWrittenBytes()));
  }

  private static Object limit(@Nullable Long bytes) {
    return bytes == null ? "none" : new ByteSize(bytes);
  }
}
