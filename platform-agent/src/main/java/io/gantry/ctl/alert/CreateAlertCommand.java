package io.gantry.ctl.alert;

import io.gantry.api.alert.CreateAlert;
import io.gantry.api.container.ExitCause;
import io.gantry.api.resource.ExitFilter;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.output.Times;
import io.gantry.ctl.shell.Shell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Makes an alert. */
@Command(
    name = "create",
    mixinStandardHelpOptions = true,
    description = "Make an alert, and print the secret its calls are signed with.")
final class CreateAlertCommand implements Runnable {
  private final Shell shell;

  @Parameters(paramLabel = "NAME", description = "Name of the alert.")
  private String name = "";

  @Option(names = "--url", required = true, description = "What is called, http or https.")
  private String url = "";

  @Option(names = "--threshold", description = "How many ends make an alert (default 1: each).")
  private int threshold = 1;

  @Option(names = "--within", paramLabel = "TIME", description = "In which they lie, as 10m.")
  private @Nullable String window;

  @Option(names = "--per-container", description = "Count each container by itself.")
  private boolean perContainer;

  @Option(names = "--failed", description = "Only failures.")
  private boolean failed;

  @Option(names = "--code", split = ",", description = "Only these codes.")
  private List<Integer> codes = new ArrayList<>();

  @Option(names = "--cause", description = "Only this cause.")
  private @Nullable ExitCause cause;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "NAME=value",
      description = "Only containers with this label.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--container", description = "Only of this container.")
  private @Nullable String container;

  @Option(names = "--image", description = "Only of this image reference.")
  private @Nullable String image;

  @Option(names = "--digest", description = "Only of this image digest.")
  private @Nullable String digest;

  @Option(names = "--node", description = "Only on this node.")
  private @Nullable String node;

  CreateAlertCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    CreateAlert wish =
        new CreateAlert(
            name,
            filter(),
            threshold,
            window == null ? null : Times.duration(window),
            perContainer,
            url);
    JsonNode made = shell.controlPlane().post(ApiPath.of(Alerts.ROOT), wish);
    shell.output().object(made, made.path("secret").asString(""));
  }

  private ExitFilter filter() {
    return ExitFilter.builder()
        .container(container)
        .image(image)
        .imageDigest(digest)
        .labels(labels)
        .codes(Set.copyOf(codes))
        .failed(failed)
        .cause(cause)
        .node(node)
        .build();
  }
}
