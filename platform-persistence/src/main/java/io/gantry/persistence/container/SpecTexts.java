package io.gantry.persistence.container;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.gantry.api.container.ContainerSpec;
import io.gantry.persistence.Json;

/**
 * Specs by the text of their column. Lists are read far more often than specs change, and to parse
 * a spec is most of the work for a row of a list. The text is the key, so nothing can be stale.
 * Thread-safe.
 */
final class SpecTexts {
  private static final long MOST_CHARACTERS = 32L << 20;

  private final Cache<String, ContainerSpec> specs =
      Caffeine.newBuilder()
          .maximumWeight(MOST_CHARACTERS)
          .weigher((String text, ContainerSpec spec) -> text.length())
          .build();

  ContainerSpec parse(String text) {
    return specs.get(text, key -> Json.read(key, ContainerSpec.class));
  }
}
