package io.gantry.engine.image.registry;

import io.gantry.engine.image.document.RepositoryPrefix;
import java.util.List;

/**
 * What the node's owner says of a registry, or of a part of one.
 *
 * @param prefix whose images are meant; of several that cover an image the longest counts
 * @param mirrors asked before the registry itself, in this order, and without any login
 * @param insecure whether plain HTTP and certificates that cannot be verified are taken
 * @param blocked whether nothing is fetched from there or sent there
 */
public record RegistryRule(
    RepositoryPrefix prefix, List<Mirror> mirrors, boolean insecure, boolean blocked) {

  /**
   * Another place of the same images.
   *
   * @param location takes the place of the rule's prefix in an image's name
   * @param insecure as the rule's, for the mirror
   */
  public record Mirror(RepositoryPrefix location, boolean insecure) {
    public Mirror {
      if (location == null || location.isAll()) {
        throw new IllegalArgumentException("a mirror has a location: registry.example/path");
      }
    }
  }

  public RegistryRule {
    if (prefix == null) {
      throw new IllegalArgumentException("a rule of registries has a prefix");
    }
    mirrors = mirrors == null ? List.of() : List.copyOf(mirrors);
    if (prefix.isAll() && (insecure || !mirrors.isEmpty())) {
      throw new IllegalArgumentException("mirrors and insecure need a registry's name as prefix");
    }
  }
}
