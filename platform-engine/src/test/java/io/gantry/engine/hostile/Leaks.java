package io.gantry.engine.hostile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Looks for the canary's mark where it must not be, and for ways to the canary that stay open. */
public final class Leaks {
  private static final long LONGEST = 4 << 20;

  private Leaks() {}

  static void require(Ground ground, Outcome outcome) {
    Watch.require(!isMarked(given(outcome)), "it gave out what is the host's: " + given(outcome));
    Optional<Path> copy = copy(ground);
    Watch.require(copy.isEmpty(), "what is the host's was copied to " + copy);
    requireClosed(ground.canary().directory());
  }

  private static @Nullable Object given(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done done -> done.result();
      case Outcome.Refused refused -> refused.failure();
      case Outcome.Failed failed -> failed.failure();
      case Outcome.NoValue none -> none.failure();
    };
  }

  /** Whether it holds the canary's mark. */
  public static boolean isMarked(@Nullable Object given) {
    String text =
        given instanceof byte[] bytes
            ? new String(bytes, StandardCharsets.ISO_8859_1)
            : String.valueOf(given);
    return text.contains(Canary.MARK);
  }

  /** A file of the ground, beside the canary, that holds the mark or is named by it. */
  private static Optional<Path> copy(Ground ground) {
    try {
      Search search = new Search(ground.canary().directory());
      for (Path place : ground.owned()) {
        Files.walkFileTree(place, search);
      }
      return Optional.ofNullable(search.found);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void requireClosed(Path canary) {
    try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
      Optional<String> open =
          descriptors
              .map(Leaks::target)
              .filter(target -> target.startsWith(canary + "/"))
              .findAny();
      Watch.require(open.isEmpty(), "still open: " + open);
      String mounts = Files.readString(Path.of("/proc/self/mountinfo"));
      Watch.require(!mounts.contains(canary.toString()), "still mounted: " + mounts);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // closed since the directory was listed
    }
  }

  /** Reads small files; what goes away meanwhile holds nothing. */
  private static final class Search extends SimpleFileVisitor<Path> {
    private final Path canary;
    private @Nullable Path found;

    Search(Path canary) {
      this.canary = canary;
    }

    @Override
    public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
      return directory.equals(canary) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      boolean small = attributes.isRegularFile() && attributes.size() <= LONGEST;
      if (isMarked(file.getFileName()) || (small && isMarked(Files.readAllBytes(file)))) {
        found = file;
        return FileVisitResult.TERMINATE;
      }
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException failure) {
      return FileVisitResult.CONTINUE;
    }
  }
}
