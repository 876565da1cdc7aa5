package io.gantry.engine.spec;

import io.gantry.api.container.ContainerSpec;
import io.gantry.api.container.MountSpec;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.api.image.ImageConfig;
import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SafePath;
import io.gantry.engine.linux.SyscallException;
import io.gantry.engine.state.ContainerConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where a container's process starts (OCISPEC-21), and that it exists there (INIT-14, INIT-15). */
public final class WorkingDirectory {
  private static final String PROC = "/proc";
  private static final int PERMISSIONS = 0755;

  private WorkingDirectory() {}

  /**
   * Makes sure the directory exists in the root. One that the user named must be there; one of the
   * image is made, owned by the container's user. On a mount it is the mount's matter.
   *
   * @throws GantryException INVALID_ARGUMENT if it is missing, is no directory or leads into /proc
   */
  public static void prepare(ContainerConfig config, Path root, ResolvedUser user) {
    String directory = of(config.spec(), config.image().config());
    if (directory.equals("/") || liesOnMount(config, directory)) {
      return;
    }
    boolean wanted = config.spec().workingDirectory() == null;
    try (SafePath path = SafePath.root(root)) {
      if (wanted) {
        path.makeDirectories(directory, PERMISSIONS, (int) user.uid(), (int) user.gid());
      }
      check(path, directory);
    } catch (SyscallException e) {
      throw GantryException.of(
          e.code() == ErrorCode.NO_SPACE ? ErrorCode.NO_SPACE : ErrorCode.INVALID_ARGUMENT,
          "working directory '%s' cannot be used: it must be a directory of the image"
              .formatted(directory),
          e);
    }
  }

  /** A link may lead anywhere in the root but /proc, where descriptors of the runtime are. */
  private static void check(SafePath path, String directory) throws SyscallException {
    try (Directory opened = path.directory(directory)) {
      Path top = Files.readSymbolicLink(path.descriptor().path());
      Path target = Files.readSymbolicLink(opened.descriptor().path());
      if (target.startsWith(top.resolve(PROC.substring(1)))) {
        throw invalid(directory, "leads into /proc");
      }
    } catch (SyscallException e) {
      throw e;
    } catch (IOException e) {
      throw GantryException.of(ErrorCode.INTERNAL, "/proc cannot be read", e);
    }
  }

  private static boolean liesOnMount(ContainerConfig config, String directory) {
    return Stream.concat(
            config.spec().mounts().stream().map(MountSpec::destination),
            config.image().config().volumes().stream())
        .map(MountDestination::normalize)
        .anyMatch(mount -> directory.equals(mount) || MountDestination.isBelow(directory, mount));
  }

  /** The user's, else the image's, else the root; never a descriptor of the runtime. */
  static String of(ContainerSpec spec, ImageConfig image) {
    String directory = spec.workingDirectory();
    if (directory == null || directory.isEmpty()) {
      directory = image.workingDirectory();
    }
    if (directory == null || directory.isEmpty()) {
      return "/";
    }
    if (!directory.startsWith("/") || directory.chars().anyMatch(Character::isISOControl)) {
      throw invalid(directory, "is not an absolute path");
    }
    String normal = Path.of(directory).normalize().toString();
    if (normal.equals(PROC) || MountDestination.isBelow(normal, PROC)) {
      throw invalid(normal, "lies in /proc");
    }
    return normal;
  }

  private static GantryException invalid(String directory, String reason) {
    return GantryException.of(
        ErrorCode.INVALID_ARGUMENT,
        "working directory '%s' %s: name another one".formatted(directory, reason));
  }
}
