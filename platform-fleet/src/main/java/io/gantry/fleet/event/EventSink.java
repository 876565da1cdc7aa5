package io.gantry.fleet.event;

import io.gantry.api.resource.EventResource;
import java.io.IOException;
import java.util.List;

/** Where events are written to. It may block; an exception ends the stream. */
@FunctionalInterface
public interface EventSink {
  /**
   * Takes the next events.
   *
   * @param events in their order; none says that the stream lives
   */
  void accept(List<EventResource> events) throws IOException;
}
