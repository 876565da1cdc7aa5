package io.gantry.bench;

import java.io.Closeable;
import java.nio.file.Path;
import java.util.List;

/** An engine that can be measured: Gantry's, Podman's, or the bare programs. */
public interface Peer extends Closeable {
  String name();

  void importImage(Path archive, String reference) throws Exception;

  /** Makes a container and returns its id. */
  String create(String image, boolean bridge, List<String> command) throws Exception;

  void start(String id) throws Exception;

  /** Waits for the end and returns the exit code. */
  int await(String id) throws Exception;

  void kill(String id) throws Exception;

  /** Stops with no grace. */
  void stop(String id) throws Exception;

  /** Removes by force. */
  void remove(String id) throws Exception;

  /** Lists all containers and returns how many there are. */
  int list() throws Exception;
}
