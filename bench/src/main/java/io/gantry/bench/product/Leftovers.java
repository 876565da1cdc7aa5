package io.gantry.bench.product;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What of the host may still belong to Gantry: a picture is taken before an installation and
 * compared with the one after it.
 */
public final class Leftovers {
  private static final int DEEPEST_CGROUP = 7;

  private final Set<String> before;

  private Leftovers(Set<String> before) {
    this.before = before;
  }

  /** Takes the picture before. */
  public static Leftovers watch() throws IOException, InterruptedException {
    return new Leftovers(picture());
  }

  /** What was not there before: a line for each mount, cgroup, link, chain, rule and process. */
  public List<String> found() throws IOException, InterruptedException {
    Set<String> now = picture();
    now.removeAll(before);
    return List.copyOf(now);
  }

  /** Also names processes and files of this installation. */
  public List<String> of(Installation installation) throws IOException, InterruptedException {
    List<String> found = new ArrayList<>(found());
    for (HostProcess process : HostProcess.all()) {
      if (process.mentions(installation.home()) || process.mentions(installation.runDirectory())) {
        found.add("process " + process);
      }
    }
    for (Path path : List.of(installation.home(), installation.runDirectory())) {
      if (Files.exists(path)) {
        found.add("file " + path);
      }
    }
    if (Files.readString(Path.of("/etc/passwd")).contains(installation.postgresUser() + ":")) {
      found.add("user " + installation.postgresUser());
    }
    return found;
  }

  private static Set<String> picture() throws IOException, InterruptedException {
    Set<String> picture = new TreeSet<>();
    mounts(picture);
    cgroups(picture);
    lines(picture, "iptables-save", "-t", "nat");
    lines(picture, "iptables-save", "-t", "filter");
    try (Stream<Path> links = Files.list(Path.of("/sys/class/net"))) {
      links.forEach(link -> picture.add("link " + link.getFileName()));
    }
    for (HostProcess process : HostProcess.all()) {
      if (Stream.of("conmon", "runc", "netavark", "aardvark-dns").anyMatch(process::isProgram)) {
        picture.add("process " + process);
      }
    }
    return picture;
  }

  private static void mounts(Set<String> picture) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/mountinfo"))) {
      picture.add("mount " + line.split(" ", -1)[4]);
    }
  }

  private static void cgroups(Set<String> picture) throws IOException {
    Files.walkFileTree(
        Path.of("/sys/fs/cgroup"), Set.of(), DEEPEST_CGROUP, new CgroupVisitor(picture));
  }

  /** Some of the others' go while they are looked at. */
  private static final class CgroupVisitor extends SimpleFileVisitor<Path> {
    private final Set<String> picture;

    CgroupVisitor(Set<String> picture) {
      this.picture = picture;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      if (directory.toString().matches(".*(gantry|conmon).*")) {
        picture.add("cgroup " + directory);
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }

  private static void lines(Set<String> picture, String... command)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor(10, TimeUnit.SECONDS);
    output.lines().forEach(line -> rule(picture, line));
  }

  /** Of a chain its name; those the kernel has have a policy. */
  private static void rule(Set<String> picture, String line) {
    if (line.startsWith("-A")) {
      picture.add("rule " + line);
    } else if (line.matches(":.* - \\[.*")) {
      picture.add("chain " + line.substring(1, line.indexOf(' ')));
    }
  }
}
