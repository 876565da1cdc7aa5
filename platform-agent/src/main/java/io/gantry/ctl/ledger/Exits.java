package io.gantry.ctl.ledger;

import io.gantry.api.container.ExitCause;
import io.gantry.api.container.ExitRecord;
import io.gantry.api.resource.ExitResource;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Table;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The exit ledger: how every run ended, also of containers that are gone. */
@Command(
    name = "exits",
    mixinStandardHelpOptions = true,
    description = "Show the exit ledger: how every run ended, also of removed containers.")
public final class Exits implements Runnable {
  private final Shell shell;

  @Option(names = "--container", description = "Of this container, by id or name.")
  private @Nullable String container;

  @Option(names = "--image", description = "Of this image.")
  private @Nullable String image;

  @Option(names = "--code", description = "With this exit code.")
  private @Nullable Integer code;

  @Option(names = "--cause", description = "For this reason: ${COMPLETION-CANDIDATES}.")
  private @Nullable ExitCause cause;

  @Option(names = "--node", description = "On this node.")
  private @Nullable String node;

  @Mixin private final Period period = new Period();

  Exits(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    ApiPath path =
        ApiPath.of("exits")
            .with("container", container)
            .with("image", image)
            .with("code", code)
            .with("cause", cause)
            .with("node", node);
    shell
        .output()
        .list(
            shell.controlPlane().list(period.addTo(path, shell.clock()), period.limit()),
            ExitResource.class,
            table());
  }

  private static Table<ExitResource> table() {
    return new Table<ExitResource>()
        .column("FINISHED", row -> row.record().finishedAt())
        .column("CONTAINER", row -> row.record().container().shortId())
        .column("NAME", ExitResource::containerName)
        .column("RUN", row -> row.record().run())
        .column("CODE", row -> row.record().code())
        .column("CAUSE", row -> cause(row.record()))
        .column("TOOK", row -> Times.span(row.record().duration()))
        .column("IMAGE", ExitResource::image)
        .column("NODE", ExitResource::node)
        .column("BY", row -> row.record().requestedBy())
        .column("EVIDENCE", row -> row.record().evidence());
  }

  private static String cause(ExitRecord record) {
    String word = record.cause().name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return record.signal() == null ? word : word + " (signal " + record.signal() + ")";
  }
}
