package io.gantry.ctl.doctor;

import io.gantry.api.doctor.MendStuck;
import io.gantry.api.doctor.StuckKind;
import io.gantry.api.doctor.StuckResource;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.Json;
import io.gantry.ctl.shell.Shell;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Mends what is stuck, where that is safe. */
@Command(
    name = "mend",
    mixinStandardHelpOptions = true,
    description =
        "Mend what is stuck: tell an assignment again, end a run as unknown, forget what has no use.")
final class Mend implements Runnable {
  private static final int MOST = 500;

  private final Shell shell;

  @Parameters(
      arity = "0..1",
      paramLabel = "OBJECT",
      description = "Id as shown, or name; of all kinds it is stuck as, unless --kind says which.")
  private @Nullable String object;

  @Option(names = "--all", description = "All that is listed and can be mended.")
  private boolean all;

  @Option(names = "--kind", paramLabel = "KIND", description = "Only what is stuck as this.")
  private @Nullable StuckKind kind;

  @Option(names = "--platform", description = "What is no tenant's, for platform admins.")
  private boolean platform;

  Mend(Shell shell) {
    this.shell = shell;
  }

  @Override
  public void run() {
    if (all == (object != null)) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT, "name one object, or give --all for all that can be mended");
    }
    List<StuckResource> meant = meant();
    if (meant.isEmpty() && !all) {
      throw GantryException.of(
          ErrorCode.NOT_FOUND, "'%s' is not stuck, or nothing safe can be done".formatted(object));
    }
    ApiPath path = Doctor.path(platform, "mend");
    for (StuckResource one : meant) {
      JsonNode mended = shell.controlPlane().post(path, new MendStuck(one.kind(), one.id()));
      shell.output().object(mended, "%s %s: %s".formatted(one.kind(), one.id(), one.mending()));
    }
  }

  private List<StuckResource> meant() {
    return shell
        .controlPlane()
        .get(Doctor.path(platform).with("limit", MOST))
        .path("items")
        .valueStream()
        .map(item -> Json.MAPPER.treeToValue(item, StuckResource.class))
        .filter(one -> one.mending() != null && (!platform || one.tenant() == null))
        .filter(one -> kind == null || kind == one.kind())
        .filter(one -> all || names(one))
        .toList();
  }

  private boolean names(StuckResource one) {
    String wanted = String.valueOf(object);
    int slash = wanted.indexOf('/');
    boolean run = slash >= 0 && one.id().endsWith(wanted.substring(slash));
    String id = run ? wanted.substring(0, slash) : wanted;
    return wanted.equals(one.name())
        || one.id().equals(wanted)
        || (id.length() >= Doctor.SHORT_ID
            && one.id().startsWith(id)
            && (run || one.id().indexOf('/') < 0));
  }
}
