package io.gantry.bench.product;

import io.gantry.api.error.ErrorCode;
import io.gantry.ctl.client.ApiPath;
import io.gantry.ctl.client.ControlPlane;
import io.gantry.ctl.client.RequestFailed;
import io.gantry.ctl.client.Target;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * An installation of its own below a directory, driven by the {@code gantry} script as a user
 * would.
 */
public final class Installation implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final Path script;
  private final Path home;

  public Installation(Path repository, Path home) {
    this.script = repository.resolve("gantry");
    this.home = home;
  }

  /** One of its own in a fresh directory that PostgreSQL's user may enter. */
  public static Installation inFreshDirectory() throws IOException {
    Path home = Files.createTempDirectory("gantry-");
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    return new Installation(repository(), home.toRealPath());
  }

  /** The checkout this program was built from. */
  public static Path repository() {
    Path directory = Path.of("").toAbsolutePath();
    while (directory != null && !Files.isExecutable(directory.resolve("gantry"))) {
      directory = directory.getParent();
    }
    if (directory == null) {
      throw new IllegalStateException("there is no gantry script above the working directory");
    }
    return directory;
  }

  /** Starts what does not run; returns when everything answers. */
  public void up() throws IOException, InterruptedException {
    require(gantry("up"));
  }

  /** One call of the script against this installation. */
  public Outcome gantry(String command, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(List.of(script.toString(), command, "--home", home.toString()));
    line.addAll(List.of(arguments));
    Path output = Files.createTempFile("gantry-output", ".txt");
    try {
      Process process =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IOException("gantry " + command + " took more than 10 minutes");
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }

  /** What a call ended with and what it printed. */
  public record Outcome(int code, String output) {}

  /** Brings the image everybody uses, as soon as the node takes it. */
  public void importBusybox() throws IOException, InterruptedException {
    Path archive = Files.createTempFile("busybox", ".tar");
    try {
      BusyboxArchive.write(archive);
      for (int attempt = 1; !imported(archive, attempt == ATTEMPTS); attempt++) {
        TimeUnit.SECONDS.sleep(1);
      }
    } finally {
      Files.delete(archive);
    }
  }

  private boolean imported(Path archive, boolean lastTry) throws IOException {
    try {
      controlPlane()
          .upload(
              ApiPath.of("images", "import").with("reference", BusyboxArchive.REFERENCE),
              BodyPublishers.ofFile(archive));
      return true;
    } catch (RequestFailed e) {
      if (lastTry || !e.is(ErrorCode.NODE_UNAVAILABLE)) {
        throw e;
      }
      return false;
    }
  }

  /** Address of the REST API. */
  public String address() throws IOException {
    return "http://127.0.0.1:" + fact("web_port");
  }

  public int postgresPort() throws IOException {
    return Integer.parseInt(fact("postgres_port"));
  }

  /** Password of PostgreSQL's user {@code gantry}. */
  public String databasePassword() throws IOException {
    return Files.readString(home.resolve("secrets/database")).strip();
  }

  private String fact(String name) throws IOException {
    return Files.readAllLines(home.resolve("installation")).stream()
        .filter(line -> line.startsWith(name + "="))
        .findFirst()
        .orElseThrow()
        .substring(name.length() + 1);
  }

  /** The control plane, asked as the first admin's program. */
  public ControlPlane controlPlane() throws IOException {
    return new ControlPlane(new Target(URI.create(address()), token(), null));
  }

  private String token() throws IOException {
    return Files.readString(home.resolve("secrets/token")).strip();
  }

  /** gantryctl against this installation. */
  public Outcome ctl(String... arguments) throws IOException, InterruptedException {
    return gantry("ctl", arguments);
  }

  public Path home() {
    return home;
  }

  /** Where the agent keeps what a reboot may lose. */
  public Path runDirectory() throws IOException {
    return Path.of("/run/gantry-" + instance());
  }

  /** The system user that PostgreSQL runs as. */
  public String postgresUser() throws IOException {
    return "gantry-" + instance();
  }

  private String instance() throws IOException {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(home.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest).substring(0, 6);
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("this JVM knows no SHA-256", e);
    }
  }

  /** The first admin's password. */
  public String password() throws IOException {
    return Files.readString(home.resolve("secrets/admin")).strip();
  }

  /**
   * Starts what does not run, again if it must: a killed PostgreSQL lets go of its memory a little
   * later.
   */
  public void upAgain() throws IOException, InterruptedException {
    Outcome outcome = gantry("up");
    for (int attempt = 1; outcome.code() != 0 && attempt < ATTEMPTS; attempt++) {
      TimeUnit.SECONDS.sleep(1);
      outcome = gantry("up");
    }
    require(outcome);
  }

  /** The process of one part: {@code agent}, {@code control-plane} or {@code postgres}. */
  public Optional<ProcessHandle> process(String part) throws IOException {
    Path file = home.resolve(part + ".pid");
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(Files.readString(file).strip().split(" ", -1)[0]));
  }

  /** Kills a part as {@code kill -9} does and waits until it is gone; false if it did not run. */
  public boolean kill(String part) throws IOException, InterruptedException {
    Optional<ProcessHandle> process = process(part);
    if (process.isEmpty() || !process.get().destroyForcibly()) {
      return false;
    }
    try {
      process.get().onExit().get(1, TimeUnit.MINUTES);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      throw new IOException(part + " does not end", e);
    }
  }

  private static void require(Outcome outcome) throws IOException {
    if (outcome.code() != 0) {
      throw new IOException("gantry ended with " + outcome.code() + ": " + outcome.output());
    }
  }

  /** Leaves nothing of the installation on the host. */
  @Override
  public void close() throws IOException {
    try {
      require(gantry("down", "--purge"));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping the installation", e);
    }
  }
}
