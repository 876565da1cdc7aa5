package io.gantry.fleet.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gantry.api.resource.AuditAnchor;
import io.gantry.fleet.FleetSettings;
import io.gantry.persistence.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;

/**
 * Anchors on the disk: a file for each year, an object of JSON on each line, only ever added to.
 * Without a directory there are none.
 */
@Component
class AnchorFiles {
  private static final Logger LOG = LoggerFactory.getLogger(AnchorFiles.class);
  private static final String FILES = "audit-anchors-*.jsonl";

  private final @Nullable Path directory;

  AnchorFiles(FleetSettings settings) {
    Path configured = settings.auditAnchors();
    this.directory = configured == null || configured.toString().isEmpty() ? null : configured;
  }

  boolean areKept() {
    return directory != null;
  }

  /** Adds the anchors, all of one instant; they are on the disk on return. */
  synchronized void append(List<AuditAnchor> anchors) throws IOException {
    if (directory == null || anchors.isEmpty()) {
      return;
    }
    Files.createDirectories(directory);
    int year = anchors.getFirst().at().atZone(ZoneOffset.UTC).getYear();
    Path file = directory.resolve("audit-anchors-" + year + ".jsonl");
    boolean fresh = Files.notExists(file);
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      String lines = anchors.stream().map(Json::write).collect(Collectors.joining("\n", "", "\n"));
      write(channel, UTF_8.encode(endsInALine(channel) ? lines : "\n" + lines));
      channel.force(true);
    }
    if (fresh) {
      sync(directory);
    }
  }

  private static void write(FileChannel channel, ByteBuffer lines) throws IOException {
    channel.position(channel.size());
    while (lines.hasRemaining()) {
      channel.write(lines);
    }
  }

  /** What a crash left of a line gets an end, so that it spoils no other. */
  private static boolean endsInALine(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      return true;
    }
    ByteBuffer last = ByteBuffer.allocate(1);
    channel.read(last, channel.size() - 1);
    return last.get(0) == '\n';
  }

  private static void sync(Path directory) throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  /** The anchors of a chain, the oldest first. */
  List<AuditAnchor> read(String chain) {
    if (directory == null || Files.notExists(directory)) {
      return List.of();
    }
    List<AuditAnchor> anchors = new ArrayList<>();
    try {
      for (Path file : files(directory)) {
        try (Stream<String> lines = Files.lines(file, UTF_8)) {
          lines.forEach(line -> parse(line, chain, anchors));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the anchors in " + directory + " cannot be read", e);
    }
    return anchors;
  }

  private static List<Path> files(Path directory) throws IOException {
    List<Path> files = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, FILES)) {
      found.forEach(files::add);
    }
    Collections.sort(files);
    return files;
  }

  private static void parse(String line, String chain, List<AuditAnchor> anchors) {
    if (line.isBlank()) {
      return;
    }
    try {
      AuditAnchor anchor = Json.read(line, AuditAnchor.class);
      if (chain.equals(anchor.chain())) {
        anchors.add(anchor);
      }
    } catch (JacksonException e) {
      LOG.atWarn().setCause(e).log("a line of the audit anchors cannot be read and is left out");
    }
  }
}
