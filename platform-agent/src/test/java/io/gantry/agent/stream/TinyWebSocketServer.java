package io.gantry.agent.stream;

import io.gantry.agent.client.AgentJson;
import io.gantry.api.node.StreamControl;
import io.gantry.api.node.StreamFrame;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** The other end of one stream, byte by byte as RFC 6455 says: accepts a single connection. */
final class TinyWebSocketServer implements AutoCloseable {
  private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int BINARY = 2;
  private static final int CLOSE = 8;

  /** A message the agent sent; channel -1 is the closing one. */
  record Message(int channel, String text) {
    StreamControl control() {
      return AgentJson.MAPPER.readValue(text, StreamControl.class);
    }
  }

  private final ServerSocket server;
  private final Map<String, String> headers = new HashMap<>();
  private Socket socket;
  private DataInputStream in;
  private OutputStream out;

  TinyWebSocketServer() throws IOException {
    this.server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    this.socket = new Socket();
    this.in = new DataInputStream(DataInputStream.nullInputStream());
    this.out = OutputStream.nullOutputStream();
  }

  URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  void accept() throws IOException {
    socket = server.accept();
    in = new DataInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    readHead();
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + acceptKey(header("sec-websocket-key"))
            + "\r\n\r\n";
    out.write(answer.getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
    awaitReady();
  }

  /** Nothing may be sent before: the other side's client could lose it. */
  private void awaitReady() throws IOException {
    StreamControl first = receive().control();
    if (first.type() != StreamControl.Type.READY) {
      throw new IOException("the stream began with " + first.type());
    }
  }

  private void readHead() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) in.readByte());
    }
    new BufferedReader(new InputStreamReader(asStream(head), StandardCharsets.ISO_8859_1))
        .lines()
        .filter(line -> line.contains(": "))
        .forEach(
            line -> {
              int colon = line.indexOf(": ");
              headers.put(
                  line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 2));
            });
  }

  private static InputStream asStream(StringBuilder text) {
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.ISO_8859_1));
  }

  private static String acceptKey(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + GUID).getBytes(StandardCharsets.ISO_8859_1));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  void send(int channel, String payload) throws IOException {
    byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
    byte[] message = new byte[bytes.length + 1];
    message[0] = (byte) channel;
    System.arraycopy(bytes, 0, message, 1, bytes.length);
    frame(BINARY, message);
  }

  void send(StreamControl control) throws IOException {
    send(StreamFrame.CONTROL, AgentJson.MAPPER.writeValueAsString(control));
  }

  void frame(int opcode, byte[] payload) throws IOException {
    out.write(0x80 | opcode);
    if (payload.length < 126) {
      out.write(payload.length);
    } else {
      out.write(126);
      out.write(payload.length >> 8);
      out.write(payload.length);
    }
    out.write(payload);
    out.flush();
  }

  /** The next message; a closing one is answered. */
  Message receive() throws IOException {
    int opcode = in.readUnsignedByte() & 0x0f;
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < length; i++) {
      payload[i] ^= mask[i % 4];
    }
    if (opcode == CLOSE) {
      frame(CLOSE, payload);
      return new Message(-1, "");
    }
    return new Message(payload[0], new String(payload, 1, length - 1, StandardCharsets.UTF_8));
  }

  /** Ends the connection without a word. */
  void drop() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
    server.close();
  }
}
