package io.gantry.engine.image.registry;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.image.document.ImageName;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What the node's owner says of registries. Without a rule a registry is asked itself, by HTTPS;
 * one on this host's loopback interface may be without it.
 */
public record Registries(List<RegistryRule> rules) {
  /** No rule at all. */
  public static final Registries DEFAULT = new Registries(List.of());

  public Registries {
    rules = rules == null ? List.of() : List.copyOf(rules);
    Set<String> seen = new HashSet<>();
    for (RegistryRule rule : rules) {
      if (!seen.add(rule.prefix().text())) {
        throw new IllegalArgumentException("two rules for " + rule.prefix().text());
      }
    }
  }

  /**
   * Where an image can be had: its mirrors, and its registry at last.
   *
   * @throws GantryException POLICY_DENIED if the registry is blocked
   */
  List<Endpoint> route(ImageName name) {
    List<Endpoint> route = new ArrayList<>();
    rule(name)
        .ifPresent(
            rule ->
                rule.mirrors()
                    .forEach(mirror -> route.add(Endpoint.mirror(name, rule.prefix(), mirror))));
    route.add(origin(name));
    return route;
  }

  /**
   * The registry that the name says.
   *
   * @throws GantryException POLICY_DENIED if it is blocked
   */
  Endpoint origin(ImageName name) {
    Optional<RegistryRule> rule = rule(name);
    if (rule.isPresent() && rule.get().blocked()) {
      throw GantryException.of(
              ErrorCode.POLICY_DENIED,
              "the node's owner blocks "
                  + rule.get().prefix().text()
                  + ": take the image from another registry")
          .about("image", name);
    }
    return Endpoint.origin(name, rule.isPresent() && rule.get().insecure());
  }

  private Optional<RegistryRule> rule(ImageName name) {
    return rules.stream()
        .filter(rule -> rule.prefix().covers(name))
        .max(Comparator.comparingInt(rule -> rule.prefix().weight()));
  }
}
