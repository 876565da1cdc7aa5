package io.gantry.ctl.shell;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BiConsumer;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.Terminal.Signal;
import org.jline.terminal.TerminalBuilder;

/** The caller's terminal in raw mode: each key goes to the container, none to this process. */
public final class Console implements AutoCloseable {
  private final Terminal terminal;
  private final Attributes before;

  private Console(Terminal terminal) {
    this.terminal = terminal;
    this.before = terminal.enterRawMode();
  }

  /** Takes the terminal; the caller closes it to have it as it was before. */
  public static Console open() throws IOException {
    Terminal terminal = TerminalBuilder.builder().system(true).dumb(true).build();
    return new Console(terminal);
  }

  public InputStream input() {
    return terminal.input();
  }

  /** Tells rows and columns now and whenever they change. */
  public void onResize(BiConsumer<Integer, Integer> listener) {
    terminal.handle(Signal.WINCH, signal -> tell(listener));
    tell(listener);
  }

  private void tell(BiConsumer<Integer, Integer> listener) {
    if (terminal.getHeight() > 0 && terminal.getWidth() > 0) {
      listener.accept(terminal.getHeight(), terminal.getWidth());
    }
  }

  @Override
  public void close() throws IOException {
    terminal.setAttributes(before);
    terminal.close();
  }
}
