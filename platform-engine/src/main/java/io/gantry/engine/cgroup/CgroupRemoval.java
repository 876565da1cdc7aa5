package io.gantry.engine.cgroup;

import io.gantry.engine.linux.Pause;
import io.gantry.engine.linux.PidFd;
import io.gantry.engine.linux.ProcessIdentity;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Removes groups with the groups and processes in them. Safe to repeat. */
final class CgroupRemoval {
  private static final int SIGKILL = 9;
  private static final int ROUNDS = 250;
  private static final Duration PAUSE = Duration.ofMillis(20);

  private CgroupRemoval() {}

  /** The directories may be those of one group in several hierarchies. */
  static void remove(List<Path> directories) throws IOException {
    List<Path> all = new ArrayList<>();
    for (Path directory : directories) {
      addDeepestFirst(directory, all);
    }
    thaw(all);
    for (int round = 1; !removeAll(all); round++) {
      if (round == ROUNDS) {
        throw new IOException("processes stay in " + all);
      }
      kill(all);
      Pause.of(PAUSE);
    }
  }

  private static void addDeepestFirst(Path directory, List<Path> all) throws IOException {
    List<Path> children;
    try (Stream<Path> list = Files.list(directory)) {
      children = list.filter(Files::isDirectory).toList();
    } catch (NoSuchFileException e) {
      return; // removed meanwhile
    }
    for (Path child : children) {
      addDeepestFirst(child, all);
    }
    all.add(directory);
  }

  /** A frozen process would not end. */
  private static void thaw(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      Path state = directory.resolve("freezer.state");
      if (Files.exists(state)) {
        Files.writeString(state, "THAWED");
      }
    }
  }

  private static boolean removeAll(List<Path> directories) throws IOException {
    boolean gone = true;
    for (Path directory : directories) {
      gone &= removeOne(directory);
    }
    return gone;
  }

  private static boolean removeOne(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return true;
    } catch (FileSystemException e) {
      // A process is still in it, or a group whose removal failed for that reason.
      return false;
    }
  }

  private static void kill(List<Path> directories) throws IOException {
    for (Path directory : directories) {
      for (int pid : processes(directory)) {
        Optional<ProcessIdentity> identity = ProcessIdentity.of(pid);
        if (identity.isPresent()) {
          PidFd.signal(identity.get(), SIGKILL);
        }
      }
    }
  }

  private static List<Integer> processes(Path directory) throws IOException {
    try (Stream<String> lines = Files.lines(directory.resolve("cgroup.procs"))) {
      return lines.map(Integer::valueOf).toList();
    } catch (NoSuchFileException e) {
      return List.of(); // removed in this round
    }
  }
}
