package io.gantry.packaging.debian;

import io.gantry.packaging.Outcome;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * This host as it is, with everything that is changed in it kept apart in memory: an overlay in a
 * mount namespace, which is gone with the process that holds it. Programs in it are the host's, and
 * so is dpkg's knowledge of what is installed.
 */
final class HostCopy implements AutoCloseable {
  private static final String ROOT = "/mnt";
  private static final String SCENE =
      """
      set -e
      packages=$1
      mount -t tmpfs -o mode=755 copy /run
      mkdir /run/upper /run/work /run/root
      mount -t overlay -o lowerdir=/,upperdir=/run/upper,workdir=/run/work host /run/root
      rm -rf /run/root/var/lib/gantry /run/root/etc/gantry
      mount -t proc proc /run/root/proc
      mount --rbind /dev /run/root/dev
      mount -t tmpfs -o mode=755 run /run/root/run
      mount -t tmpfs -o mode=1777 tmp /run/root/tmp
      mount --rbind "$packages" /run/root/mnt
      echo ready
      exec cat
      """;

  private final Process holder;

  private HostCopy(Process holder) {
    this.holder = holder;
  }

  /** A copy in which this directory of the host is {@code /mnt}. */
  static HostCopy with(Path directory) throws IOException {
    Process holder =
        new ProcessBuilder(
                "unshare",
                "--mount",
                "--propagation",
                "private",
                "sh",
                "-c",
                SCENE,
                "scene",
                directory.toString())
            .redirectErrorStream(true)
            .start();
    BufferedReader output = holder.inputReader(StandardCharsets.UTF_8);
    String first = output.readLine();
    if (!"ready".equals(first)) {
      throw new AssertionError("the host cannot be copied: " + first);
    }
    return new HostCopy(holder);
  }

  static String inside(Path file) {
    return ROOT + "/" + file.getFileName();
  }

  Outcome run(String... command) throws IOException, InterruptedException {
    return Outcome.of(Map.of("DEBIAN_FRONTEND", "noninteractive"), entering(command));
  }

  Process start(Map<String, String> environment, Path log, String... command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(entering(command)).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.redirectOutput(log.toFile()).start();
  }

  Outcome shell(String script) throws IOException, InterruptedException {
    return run("sh", "-c", script);
  }

  /**
   * What differs from the host, but for dpkg's own notes, logs and the copies that programs make of
   * the lists of users before they change them.
   */
  List<String> changes() throws IOException, InterruptedException {
    String script =
        """
        cd /run/upper && find . ! -type d -printf '/%P\\n' | while read -r file; do
          cmp -s "/run/upper$file" "$file" || echo "$file"
        done
        """;
    return Outcome.of(Map.of(), List.of("nsenter", mountsOf(), "sh", "-c", script))
        .successfully()
        .lines()
        .filter(file -> !file.matches("/var/(lib/dpkg|log|cache)/.*|/etc/[a-z]+-|/etc/.pwd.lock"))
        .toList();
  }

  private List<String> entering(String... command) {
    List<String> whole = new ArrayList<>(List.of("nsenter", mountsOf(), "chroot", "/run/root"));
    whole.addAll(Arrays.asList(command));
    return whole;
  }

  private String mountsOf() {
    return "--mount=/proc/" + holder.pid() + "/ns/mnt";
  }

  @Override
  public void close() {
    holder.destroyForcibly().onExit().join();
  }
}
