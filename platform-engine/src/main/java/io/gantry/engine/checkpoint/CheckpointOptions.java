package io.gantry.engine.checkpoint;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a container is written to the disk.
 *
 * @param keepsRunning whether it runs on afterwards; it is frozen meanwhile
 * @param preDump whether only its memory is written, so that a following checkpoint with previous
 *     has less to do; it runs on
 * @param withPrevious whether memory that did not change since the pre-dump is left out
 * @param tcpEstablished whether open TCP connections are written too; without it they are a failure
 * @param fileLocks whether file locks are written too; without it they are a failure
 * @param keepsFiles whether logs and statistics stay in the bundle
 * @param archive where all of it is written to besides; absent is nowhere
 * @param by who asked for it, for the exit record
 */
public record CheckpointOptions(
    boolean keepsRunning,
    boolean preDump,
    boolean withPrevious,
    boolean tcpEstablished,
    boolean fileLocks,
    boolean keepsFiles,
    @Nullable ArchiveTarget archive,
    @Nullable String by) {

  /** A plain checkpoint, which ends the container's run. */
  public static final CheckpointOptions DEFAULT =
      new CheckpointOptions(false, false, false, false, false, false, null, null);

  /** The same, and the container runs on. */
  public CheckpointOptions keepingRunning() {
    return new CheckpointOptions(
        true, preDump, withPrevious, tcpEstablished, fileLocks, keepsFiles, archive, by);
  }

  /** Only the memory, as a base for what follows. */
  public CheckpointOptions preDumping() {
    return new CheckpointOptions(
        true, true, withPrevious, tcpEstablished, fileLocks, keepsFiles, archive, by);
  }

  /** The same, on top of a pre-dump. */
  public CheckpointOptions withPreviousImages() {
    return new CheckpointOptions(
        keepsRunning, preDump, true, tcpEstablished, fileLocks, keepsFiles, archive, by);
  }

  /** The same, with open TCP connections. */
  public CheckpointOptions withConnections() {
    return new CheckpointOptions(
        keepsRunning, preDump, withPrevious, true, fileLocks, keepsFiles, archive, by);
  }

  /** The same, with file locks. */
  public CheckpointOptions withFileLocks() {
    return new CheckpointOptions(
        keepsRunning, preDump, withPrevious, tcpEstablished, true, keepsFiles, archive, by);
  }

  /** The same, with logs and statistics kept. */
  public CheckpointOptions keepingFiles() {
    return new CheckpointOptions(
        keepsRunning, preDump, withPrevious, tcpEstablished, fileLocks, true, archive, by);
  }

  /** The same, written to an archive too. */
  public CheckpointOptions exportedTo(ArchiveTarget target) {
    return new CheckpointOptions(
        keepsRunning, preDump, withPrevious, tcpEstablished, fileLocks, keepsFiles, target, by);
  }

  /** The same, asked for by somebody. */
  public CheckpointOptions by(String who) {
    return new CheckpointOptions(
        keepsRunning, preDump, withPrevious, tcpEstablished, fileLocks, keepsFiles, archive, who);
  }

  /** In the runtime's words (CHECKPOINT-6). */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    if (keepsRunning && !preDump) {
      arguments.add("--leave-running");
    }
    if (tcpEstablished) {
      arguments.add("--tcp-established");
    }
    if (fileLocks) {
      arguments.add("--file-locks");
    }
    if (preDump) {
      arguments.add("--pre-dump");
    }
    if (withPrevious) {
      arguments.addAll(List.of("--parent-path", "../" + CheckpointFiles.PREVIOUS));
    }
    return arguments;
  }
}
