package io.gantry.engine;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;

/**
 * Takes descriptors or processes away from this very process, and gives them back when it is
 * closed. A shell that is there before does what needs a process.
 */
final class Scarcity implements AutoCloseable {
  private static final Path PIDS = Path.of("/sys/fs/cgroup/pids");

  private final Process shell;
  private final BufferedReader answers;
  private final String undo;

  private Scarcity(String undo) throws IOException {
    this.shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    this.answers = shell.inputReader(StandardCharsets.UTF_8);
    this.undo = undo;
  }

  /** Leaves so many descriptors to open. */
  static Scarcity ofDescriptors(int left) throws IOException {
    long pid = ProcessHandle.current().pid();
    String limit = "prlimit --pid %d --nofile=%s:";
    Scarcity scarcity = new Scarcity("prlimit --pid %d --nofile=$hard:$hard".formatted(pid));
    scarcity.tell(
        "hard=$(prlimit --pid %d --nofile -o HARD --noheadings | tr -d ' ')".formatted(pid));
    scarcity.tell(limit.formatted(pid, firstFree(left)));
    return scarcity;
  }

  /** The lowest number below which so many are free. */
  private static int firstFree(int left) throws IOException {
    TreeSet<Integer> used = new TreeSet<>();
    try (DirectoryStream<Path> open = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      open.forEach(path -> used.add(Integer.parseInt(path.getFileName().toString())));
    }
    int number = 0;
    for (int free = 0; free < left; number++) {
      free += used.contains(number) ? 0 : 1;
    }
    while (used.contains(number)) {
      number++;
    }
    return number;
  }

  /** Leaves none to start: neither processes nor threads. */
  static Scarcity ofProcesses() throws IOException {
    long pid = ProcessHandle.current().pid();
    Path group = PIDS.resolve("gantry-test-" + pid);
    Path before = Path.of(PIDS + groupOf("pids"));
    Scarcity scarcity =
        new Scarcity(
            ("echo max > %1$s/pids.max; for task in $(cat %1$s/cgroup.procs);"
                    + " do echo $task > %2$s/cgroup.procs; done 2>/dev/null; rmdir %1$s 2>/dev/null")
                .formatted(group, before));
    scarcity.tell("mkdir -p %1$s && echo %2$d > %1$s/cgroup.procs".formatted(group, pid));
    scarcity.tell("echo 1 > %s/pids.max".formatted(group));
    return scarcity;
  }

  static boolean canTakeProcesses() {
    return Files.isWritable(PIDS.resolve("cgroup.procs"));
  }

  private static String groupOf(String controller) throws IOException {
    return Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
        .filter(line -> line.contains(":" + controller + ":"))
        .map(line -> line.substring(line.lastIndexOf(':') + 1))
        .findFirst()
        .orElse("/");
  }

  private void tell(String command) throws IOException {
    shell.outputWriter(StandardCharsets.UTF_8).append(command).append("\necho done:$?\n").flush();
    String answer = answers.readLine();
    if (!"done:0".equals(answer)) {
      throw new IOException(command + ": " + answer);
    }
  }

  /** A process on its way out is in its group to the end. */
  private boolean isUndone() {
    try {
      tell(undo);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      Eventually.until("the host has again what was taken", this::isUndone);
    } finally {
      shell.destroy();
    }
  }
}
