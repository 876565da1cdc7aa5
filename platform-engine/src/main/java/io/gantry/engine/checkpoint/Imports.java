package io.gantry.engine.checkpoint;

import io.gantry.api.container.ContainerId;
import io.gantry.engine.state.StateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Imports that their engine did not live to end: what they had made goes. */
final class Imports {
  private static final Logger LOG = LoggerFactory.getLogger(Imports.class);

  private final Path directory;
  private final Import importing;
  private final StateStore store;

  Imports(Path directory, Import importing, StateStore store) {
    this.directory = directory;
    this.importing = importing;
    this.store = store;
  }

  /** Removes it; a container that was whole by then stays, with its volumes. */
  void takeUp() {
    for (String name : names()) {
      ImportPlace place = new ImportPlace(directory, new ContainerId(name));
      try {
        if (store.find(place.id()).isEmpty()) {
          place.noted().ifPresent(made -> importing.removeVolumes(made.tenant(), made.volumes()));
        }
        place.giveBack();
      } catch (IOException e) {
        LOG.warn("an import that was cut off stays container={}", name, e);
      }
    }
  }

  private List<String> names() {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> places = Files.list(directory)) {
      return places
          .map(place -> String.valueOf(place.getFileName()))
          .filter(name -> name.matches("[0-9a-f]{64}"))
          .toList();
    } catch (IOException e) {
      LOG.warn("imports that were cut off stay", e);
      return List.of();
    }
  }
}
