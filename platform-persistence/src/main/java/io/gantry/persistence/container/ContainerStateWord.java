package io.gantry.persistence.container;

import io.gantry.api.container.ContainerState;
import io.gantry.api.resource.ContainerResource.Status;
import io.gantry.persistence.jdbc.Conditions;
import org.jspecify.annotations.Nullable;

/** The state's word as users know it; a container of which nothing was told yet is pending. */
final class ContainerStateWord {
  private ContainerStateWord() {}

  static String of(@Nullable String state) {
    return state == null ? Status.PENDING : ContainerState.valueOf(state).displayName();
  }

  static void condition(@Nullable String word, Conditions conditions) {
    if (Status.PENDING.equals(word)) {
      conditions.and("s.state is null");
    } else if (word != null) {
      conditions.and("s.state = :state", "state", ContainerState.fromDisplayName(word).name());
    }
  }
}
