package io.gantry.engine.exec;

/** Size of a terminal in characters. */
public record TerminalSize(int rows, int columns) {
  public TerminalSize {
    if (rows < 1 || columns < 1 || rows > 0xffff || columns > 0xffff) {
      throw new IllegalArgumentException("a terminal has 1 to 65535 rows and columns");
    }
  }
}
