package io.gantry.fleet.workload;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.persistence.workload.Workload.Kind;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Names of workloads and of what they make. */
public final class WorkloadName {
  /** Short enough that names of containers, which say more, are within their limit. */
  private static final Pattern NAME = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}");

  private static final int CHARACTERS_OF_ID = 6;

  private WorkloadName() {}

  /**
   * Returns if a workload may be called so.
   *
   * @throws GantryException INVALID_ARGUMENT
   */
  public static void require(Kind kind, String name) {
    if (!NAME.matcher(name).matches()) {
      throw GantryException.of(
          ErrorCode.INVALID_ARGUMENT,
          "a %s's name begins with a letter or digit and has up to 63 letters, digits, '_', '.' or '-'"
              .formatted(kind.word()));
    }
  }

  /** A name for who gave none. */
  public static String generated(Kind kind, String id) {
    return kind.word() + "-" + id.substring(0, CHARACTERS_OF_ID);
  }

  /**
   * The spec of a workload's container: under a name that no container of a workload of the same
   * name from before has, and with a label that says whose it is.
   */
  public static ContainerSpec containerOf(Acting owner, ContainerSpec spec, long number) {
    String id = owner.workload().id().substring(0, CHARACTERS_OF_ID);
    Map<String, String> labels = new LinkedHashMap<>(spec.labels());
    labels.put("gantry." + owner.workload().kind().word(), owner.name());
    return spec.toBuilder()
        .name("%s-%s-%d".formatted(owner.name(), id, number))
        .labels(labels)
        .build();
  }
}
