package io.gantry.engine.validation;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import java.util.List;

/** All rules a spec keeps, asked at once (STORAGE-16). */
public final class SpecValidation {
  private static final List<SpecRule> RULES =
      List.of(
          new RootRules(),
          new DestinationRules(),
          new OverlayRules(),
          new SubpathRules(),
          new IdMapRules(),
          new NamespaceRules(),
          new NetworkRules());

  private SpecValidation() {}

  /**
   * Returns if the spec keeps them all.
   *
   * @throws GantryException INVALID_ARGUMENT, naming everything that is wrong; UNSUPPORTED for a
   *     network that only rootless engines have
   */
  public static void check(ContainerSpec spec) {
    UserModeNetworks.refuse(spec);
    List<String> problems = RULES.stream().flatMap(rule -> rule.problems(spec)).toList();
    if (!problems.isEmpty()) {
      throw GantryException.of(ErrorCode.INVALID_ARGUMENT, String.join("; ", problems));
    }
  }
}
