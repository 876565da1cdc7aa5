package io.gantry.ctl.node;

import io.gantry.api.resource.NodeResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.ByteSize;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.time.Clock;
import java.util.Locale;
import picocli.CommandLine.Command;

/** Lists nodes. */
@Command(name = "nodes", mixinStandardHelpOptions = true, description = "List the nodes.")
public final class Nodes implements Runnable {
  static final String ROOT = "nodes";

  private final Shell shell;

  Nodes(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    list(shell);
  }

  static void list(Shell shell) {
    shell
        .output()
        .list(
            shell.controlPlane().list(ApiPath.of(ROOT), 0),
            NodeResource.class,
            table(shell.clock()));
  }

  private static Table<NodeResource> table(Clock clock) {
    return new Table<NodeResource>()
        .column("ID", NodeResource::id)
        .column("NAME", NodeResource::name)
        .column("STATE", row -> row.state().name().toLowerCase(Locale.ROOT))
        .column("SEEN", row -> Times.ago(row.lastSeenAt(), clock))
        .column("CONTAINERS", NodeResource::containers)
        .column("CPUS", row -> row.facts().processors())
        .column("MEMORY", row -> new ByteSize(row.facts().memoryBytes()))
        .column("DISK FREE", row -> new ByteSize(row.facts().diskFreeBytes()))
        .column("AGENT", row -> row.facts().versions().get("agent"));
  }
}
