package io.gantry.engine.storage;

import java.io.IOException;
import java.io.InputStream;

/** Where the archive of a layer can be read, plain or compressed, if it is needed at all. */
@FunctionalInterface
public interface LayerSource {
  InputStream open() throws IOException;
}
