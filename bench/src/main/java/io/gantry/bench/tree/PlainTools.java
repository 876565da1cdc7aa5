package io.gantry.bench.tree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The floor: tar and cp, which know nothing of images and volumes. */
final class PlainTools implements TreePeer {
  private final Path unpacked;
  private final Path again;
  private final Path copy;

  /** Keeps the tree unpacked, to be written and copied from. */
  PlainTools(Path directory, Path archive) throws IOException, InterruptedException {
    unpacked = Files.createDirectories(directory.resolve("unpacked"));
    again = directory.resolve("again");
    copy = directory.resolve("copy");
    unpack(archive, unpacked);
  }

  @Override
  public String name() {
    return "tar, cp";
  }

  @Override
  public void importTree(Path archive) throws IOException, InterruptedException {
    unpack(archive, Files.createDirectories(again));
  }

  private static void unpack(Path archive, Path directory)
      throws IOException, InterruptedException {
    await(new ProcessBuilder("tar", "-xf", archive.toString(), "-C", directory.toString()).start());
  }

  /** Through a pipe, since tar reads no file that it would write to /dev/null. */
  @Override
  public void exportTree() throws IOException, InterruptedException {
    List<Process> line =
        ProcessBuilder.startPipeline(
            List.of(
                new ProcessBuilder("tar", "-cf", "-", "-C", unpacked.toString(), "."),
                new ProcessBuilder("cat").redirectOutput(ProcessBuilder.Redirect.DISCARD)));
    for (Process process : line) {
      await(process);
    }
  }

  @Override
  public void copyUp() throws IOException, InterruptedException {
    Path tree = unpacked.resolve(TreeArchive.TREE);
    await(new ProcessBuilder("cp", "-a", tree.toString(), copy.toString()).start());
  }

  @Override
  public void forgetImport() throws IOException, InterruptedException {
    remove(again);
  }

  @Override
  public void forgetCopy() throws IOException, InterruptedException {
    remove(copy);
  }

  private static void remove(Path tree) throws IOException, InterruptedException {
    await(new ProcessBuilder("rm", "-rf", tree.toString()).start());
  }

  private static void await(Process process) throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException(process.info().command().orElse("a program") + " failed");
    }
  }

  @Override
  public void close() {
    // The directory goes with all that is in it.
  }
}
