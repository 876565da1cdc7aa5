package io.gantry.bench;

import io.gantry.bench.product.BusyboxArchive;
import io.gantry.bench.product.Installation;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The benchmark {@code memory}: what the agent holds while containers run. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description = "The agent's memory with 0, 50 and 100 running containers.")
public final class Memory implements Callable<Integer> {
  private static final long KIBIBYTES_IN_MEBIBYTE = 1024;
  private static final int SETTLING_SECONDS = 20;

  @Option(names = "--containers", description = "Containers (default 100).", defaultValue = "100")
  private int containers;

  @Spec private CommandSpec spec;

  @SuppressWarnings("NullAway.Init") // set by picocli
  private Memory() {}

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Path archive = BusyboxArchive.write(Files.createTempFile("busybox", ".tar"));
    try (Gantry gantry = Gantry.start()) {
      gantry.importImage(archive, BusyboxArchive.REFERENCE);
      print(out, 0, residentMebibytes(gantry.installation()));
      start(gantry, containers / 2);
      double half = residentMebibytes(gantry.installation());
      print(out, containers / 2, half);
      start(gantry, containers - containers / 2);
      double all = residentMebibytes(gantry.installation());
      print(out, containers, all);
      out.printf("each further container: %.3f MiB%n", (all - half) / (containers / 2.0));
    } finally {
      Files.delete(archive);
    }
    out.flush();
    return 0;
  }

  private static void print(PrintWriter out, int running, double mebibytes) {
    out.printf("agent with %3d running: %.1f MiB%n", running, mebibytes);
    out.flush();
  }

  private static void start(Gantry gantry, int count) throws InterruptedException {
    for (int i = 0; i < count; i++) {
      gantry.start(gantry.create(BusyboxArchive.REFERENCE, true, List.of("sleep", "3600")));
    }
    TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
  }

  private static double residentMebibytes(Installation installation) throws IOException {
    long pid = installation.process("agent").orElseThrow().pid();
    return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")))
            .findFirst()
            .orElseThrow()
        / (double) KIBIBYTES_IN_MEBIBYTE;
  }

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Memory()).execute(arguments));
  }
}
