package io.gantry.bench.tree;

import io.gantry.bench.Samples;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;

/** Every kind of work once for one peer; its samples grow with each. Not thread-safe. */
final class TreeRound {
  private final TreePeer peer;
  private final Path archive;
  private final Map<TreeWork, Samples> samples = new EnumMap<>(TreeWork.class);

  TreeRound(TreePeer peer, Path archive) {
    this.peer = peer;
    this.archive = archive;
  }

  Samples of(TreeWork work) {
    return samples.computeIfAbsent(work, kind -> new Samples());
  }

  void forget() {
    samples.clear();
  }

  void run() throws Exception {
    of(TreeWork.IMPORT).time(() -> peer.importTree(archive));
    peer.forgetImport();
    of(TreeWork.EXPORT).time(peer::exportTree);
    of(TreeWork.COPY_UP).time(peer::copyUp);
    peer.forgetCopy();
  }
}
