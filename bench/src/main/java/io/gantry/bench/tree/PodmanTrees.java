package io.gantry.bench.tree;

import io.gantry.bench.Podman;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Podman's service. */
final class PodmanTrees implements TreePeer {
  private static final String REFERENCE = "localhost/bench/tree:latest";
  private static final String SECOND = "localhost/bench/tree:again";
  private static final String VOLUME = "copy";

  private final Podman podman;
  private final String container;
  private String copying = "";

  PodmanTrees(Podman podman, Path archive) throws IOException, InterruptedException {
    this.podman = podman;
    podman.importImage(archive, REFERENCE);
    container = podman.create(REFERENCE, false, List.of("true"));
  }

  @Override
  public String name() {
    return podman.name();
  }

  @Override
  public void importTree(Path archive) throws IOException, InterruptedException {
    podman.importImage(archive, SECOND);
  }

  @Override
  public void exportTree() throws IOException, InterruptedException {
    podman.export(container);
  }

  @Override
  public void copyUp() throws IOException, InterruptedException {
    copying = podman.createWithVolume(REFERENCE, VOLUME, "/" + TreeArchive.TREE);
    podman.init(copying);
  }

  @Override
  public void forgetImport() throws IOException, InterruptedException {
    podman.removeImage(SECOND);
  }

  @Override
  public void forgetCopy() throws IOException, InterruptedException {
    podman.remove(copying);
    podman.removeVolume(VOLUME);
  }

  @Override
  public void close() throws IOException {
    podman.close();
  }
}
