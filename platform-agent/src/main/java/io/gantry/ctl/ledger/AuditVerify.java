package io.gantry.ctl.ledger;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.api.resource.AuditVerification;
import io.gantry.api.resource.VerifyAudit;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.shell.Shell;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** Whether the audit log is what was written. */
@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = "Say whether the audit log is what was written; ends with 3 if it is not.")
final class AuditVerify implements Callable<Integer> {
  private static final int BROKEN = 3;

  private final Shell shell;

  @Option(
      names = "--anchors",
      paramLabel = "FILE",
      description = "Compare with anchors kept before, as 'audit anchors' prints them.")
  private @Nullable Path anchors;

  @Mixin private final AuditChain chain = new AuditChain();

  AuditVerify(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    JsonNode answer =
        shell.controlPlane().post(chain.path("verify"), new VerifyAudit(read(anchors)));
    AuditVerification found = Json.MAPPER.treeToValue(answer, AuditVerification.class);
    shell.output().object(answer, line(found));
    return found.broken() == null ? 0 : BROKEN;
  }

  private static List<AuditAnchor> read(@Nullable Path file) throws IOException {
    if (file == null) {
      return List.of();
    }
    try (Stream<String> lines = Files.lines(file)) {
      return lines
          .filter(line -> !line.isBlank())
          .map(line -> Json.MAPPER.readValue(line, AuditAnchor.class))
          .toList();
    }
  }

  private static String line(AuditVerification found) {
    AuditVerification.Break broken = found.broken();
    return broken == null
        ? "chain %s is whole: %d entries, %d anchors compared"
            .formatted(found.chain(), found.entries(), found.anchors())
        : "chain %s is broken at entry %d (%s): %s"
            .formatted(found.chain(), broken.id(), broken.kind(), broken.message());
  }
}
