package io.gantry.bench;

import io.gantry.bench.product.BusyboxArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** All that are measured, with one image in each; Podman comes first, ratios are to it. */
final class Peers implements AutoCloseable {
  private final List<Peer> peers = new ArrayList<>();

  private Peers() {}

  static Peers start(Path directory, Path archive) throws Exception {
    Peers all = new Peers();
    try {
      Podman podman = Podman.start(directory.resolve("p"));
      all.peers.add(podman);
      all.peers.add(InProcess.open(directory.resolve("engine")));
      all.peers.add(Gantry.start());
      for (Peer peer : all.peers) {
        peer.importImage(archive, BusyboxArchive.REFERENCE);
      }
      all.peers.add(
          Floor.over(directory.resolve("floor"), podman, archive, BusyboxArchive.REFERENCE));
      return all;
    } catch (IOException | InterruptedException | RuntimeException e) {
      all.close();
      throw e;
    }
  }

  List<Peer> all() {
    return List.copyOf(peers);
  }

  @Override
  public void close() throws IOException {
    for (Peer peer : peers.reversed()) {
      peer.close();
    }
  }
}
