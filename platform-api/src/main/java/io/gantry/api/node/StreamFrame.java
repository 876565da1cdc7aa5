package io.gantry.api.node;

/**
 * The framing on a dialled stream: each binary message is one byte of channel and the payload, at
 * most 32 KiB. The numbers of the first three are those of the process's descriptors.
 */
public final class StreamFrame {
  /** Input to the process, or the client's upload. An empty payload is the end of input. */
  public static final byte STDIN = 0;

  public static final byte STDOUT = 1;
  public static final byte STDERR = 2;

  /** JSON of {@link StreamControl}. */
  public static final byte CONTROL = 3;

  /** Largest payload of one frame. */
  public static final int MAXIMUM_PAYLOAD_BYTES = 32 * 1024;

  private StreamFrame() {}
}
