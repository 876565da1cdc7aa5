package io.gantry.engine.linux;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Finds the host's processes by what they were called with. */
public final class CommandLines {
  private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

  private CommandLines() {}

  /**
   * The processes whose command line fits; one that ends meanwhile is left out.
   *
   * @param wanted is given all arguments, each with a NUL behind it
   */
  public static List<ProcessIdentity> find(Predicate<String> wanted) throws IOException {
    List<ProcessIdentity> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"))) {
      for (Path process : processes) {
        String name = process.getFileName().toString();
        if (NUMBER.matcher(name).matches() && wanted.test(commandLine(process))) {
          ProcessIdentity.of(Integer.parseInt(name)).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  /** Whether the command line of this process fits; none fits one that has ended. */
  public static boolean fits(ProcessIdentity process, Predicate<String> wanted) {
    return wanted.test(commandLine(Path.of("/proc", Integer.toString(process.pid()))))
        && process.isAlive();
  }

  private static String commandLine(Path process) {
    try {
      return Files.readString(process.resolve("cmdline"), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended meanwhile
    }
  }
}
