package io.gantry.engine.hostile;

import io.gantry.engine.linux.Directory;
import io.gantry.engine.linux.SyscallException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A tree of the host beside what is attacked, and the host's own places. Nothing may change in
 * either, and nothing that is in the tree may be seen anywhere else.
 *
 * @param directory the tree
 */
public record Canary(Path directory) {
  /** Is in every file of the tree, in a name, and nowhere else on the host. */
  public static final String MARK = "canary-of-the-host-5e1f";

  /** Owns a directory of the tree, and nothing else. */
  public static final int OWNER = 31_337;

  /** How long a file of the tree says it is. */
  static final long LONG = 1L << 30;

  private static final List<Path> HOST =
      existing("/ /usr /home /srv /dev/null /etc/hosts /etc/hostname /etc/resolv.conf");

  /** Others may put new ones in their place meanwhile; what is written to them is written here. */
  private static final List<Path> REPLACED = existing("/etc/passwd /etc/group /etc/shadow");

  private static List<Path> existing(String paths) {
    return Stream.of(paths.split(" ", -1)).map(Path::of).filter(Files::exists).toList();
  }

  static Canary make(Path directory) throws IOException {
    Files.createDirectories(directory.resolve("sub"));
    Files.createDirectories(directory.resolve("etc"));
    Files.createDirectories(directory.resolve("dev"));
    for (String name : List.of("secret", "file", "sub/secret", "sub/file", MARK)) {
      Files.writeString(directory.resolve(name), MARK);
    }
    for (String parent : List.of("", "etc/")) {
      Files.writeString(
          directory.resolve(parent + "passwd"),
          "me:x:%1$d:%1$d::/%2$s:/bin/sh\n".formatted(OWNER, MARK));
      Files.writeString(
          directory.resolve(parent + "group"), "%2$s:x:%1$d:me\n".formatted(OWNER, MARK));
    }
    try (RandomAccessFile file = new RandomAccessFile(directory.resolve("long").toFile(), "rw")) {
      file.write(MARK.getBytes(StandardCharsets.UTF_8));
      file.setLength(LONG);
    }
    own(directory);
    return new Canary(directory);
  }

  private static void own(Path directory) throws SyscallException {
    if (System.getProperty("user.name").equals("root")) {
      try (Directory top = Directory.open(directory)) {
        top.setOwner("sub", OWNER, OWNER);
      }
    }
  }

  /** A path in the tree. */
  public Path path(String name) {
    return directory.resolve(name);
  }

  /** All that can be told of the tree and of the host's places, but for times of reading. */
  Map<Path, String> snapshot() {
    Map<Path, String> found = new TreeMap<>();
    try (Stream<Path> tree = Files.walk(directory)) {
      Stream.of(tree, HOST.stream(), REPLACED.stream())
          .flatMap(paths -> paths)
          .forEach(path -> found.put(path, describe(path)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The same later; a file that somebody has put anew counts as unchanged. */
  Map<Path, String> snapshotAfter(Map<Path, String> before) {
    Map<Path, String> now = snapshot();
    for (Path path : REPLACED) {
      String was = before.getOrDefault(path, "");
      if (!inode(was).equals(inode(now.getOrDefault(path, "")))) {
        now.put(path, was);
      }
    }
    return now;
  }

  private static String inode(String described) {
    return described.replaceFirst(".*(ino=[0-9]+).*", "$1");
  }

  /** A change that was taken back shows in the times of a directory, a link to a file in its. */
  private static String describe(Path path) {
    try {
      String all = "unix:mode,ino,nlink,uid,gid,size,lastModifiedTime,ctime";
      return new TreeMap<>(Files.readAttributes(path, all, LinkOption.NOFOLLOW_LINKS)).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
