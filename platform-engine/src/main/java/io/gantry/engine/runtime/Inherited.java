package io.gantry.engine.runtime;

import io.gantry.engine.linux.Descriptor;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a container's process has from the engine's own service manager.
 *
 * @param descriptors the container's from 3 upwards
 * @param streams whether it has the engine's standard streams in place of a log and of attaching
 * @param readinessTo socket to which the monitor relays that the container is ready; absent is none
 */
public record Inherited(List<Descriptor> descriptors, boolean streams, @Nullable Path readinessTo) {
  public static final Inherited NOTHING = new Inherited(List.of(), false, null);

  public Inherited {
    descriptors = List.copyOf(descriptors);
  }
}
