package io.gantry.ctl.image;

import io.gantry.ctl.shell.Shell;
import io.gantry.ctl.shell.Terminals;
import java.io.InputStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Shows how far a transfer is: a bar on a terminal, nothing in a pipe. */
final class Progress {
  private static final long MEBIBYTE = 1024L * 1024;
  private static final int REFRESH_MILLISECONDS = 200;
  private static final int WIDTH = 80;

  @Option(
      names = {"-q", "--quiet"},
      description = "Show no progress.")
  private boolean quiet;

  /** The same stream with a bar over it, if there is somebody to see it. */
  InputStream over(Shell shell, InputStream source, String task, long totalBytes) {
    return isSeen()
        ? ProgressBar.wrap(source, builder(shell, task).setInitialMax(totalBytes))
        : source;
  }

  /** A bar that is moved by hand; absent if nobody would see it. */
  @Nullable ProgressBar bar(Shell shell, String task) {
    return isSeen() ? builder(shell, task).setInitialMax(-1).build() : null;
  }

  private boolean isSeen() {
    return !quiet && Terminals.isTerminal(Terminals.STDERR);
  }

  private static ProgressBarBuilder builder(Shell shell, String task) {
    return new ProgressBarBuilder()
        .setTaskName(task)
        .setStyle(ProgressBarStyle.ASCII)
        .setUnit(" MiB", MEBIBYTE)
        .setUpdateIntervalMillis(REFRESH_MILLISECONDS)
        .setConsumer(new ConsoleProgressBarConsumer(shell.err(), WIDTH));
  }
}
