package io.gantry.agent.stream;

import io.gantry.api.node.StreamControl;
import io.gantry.engine.exec.AttachSession;
import java.nio.ByteBuffer;

/** Passes the other side's input on to a session; the session ends when the other side leaves. */
final class SessionInput implements Inbound {
  private final AttachSession session;
  private final boolean interactive;

  /**
   * @param interactive whether input is wanted at all
   */
  SessionInput(AttachSession session, boolean interactive) {
    this.session = session;
    this.interactive = interactive;
  }

  @Override
  public void data(ByteBuffer bytes) {
    if (interactive) {
      byte[] input = new byte[bytes.remaining()];
      bytes.get(input);
      boolean unused = session.write(input);
    }
  }

  @Override
  public void endOfInput() {
    if (interactive) {
      session.closeInput();
    }
  }

  @Override
  public void control(StreamControl control) {
    switch (control.type()) {
      case RESIZE -> resize(control);
      case END -> endOfInput();
      case READY, ATTACHED, PROGRESS, RESULT, ERROR -> {
        // Not meant for a session.
      }
    }
  }

  private void resize(StreamControl control) {
    Integer rows = control.rows();
    Integer columns = control.columns();
    if (rows != null && columns != null) {
      session.resize(rows, columns);
    }
  }

  @Override
  public void closed() {
    session.close();
  }
}
