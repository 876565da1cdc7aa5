package io.gantry.web.body;

import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** A request whose body was read as a whole and can be read again. */
final class RereadBody extends HttpServletRequestWrapper {
  private final byte[] body;

  RereadBody(HttpServletRequest request) throws IOException {
    super(request);
    this.body = request.getInputStream().readAllBytes();
  }

  byte[] body() {
    return body.clone();
  }

  @Override
  public ServletInputStream getInputStream() {
    return new Again(new ByteArrayInputStream(body));
  }

  @Override
  public BufferedReader getReader() {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  private static final class Again extends ServletInputStream {
    private final ByteArrayInputStream content;

    Again(ByteArrayInputStream content) {
      this.content = content;
    }

    @Override
    public int read() {
      return content.read();
    }

    @Override
    public int read(byte[] buffer, int offset, int length) {
      return content.read(buffer, offset, length);
    }

    @Override
    public boolean isFinished() {
      return content.available() == 0;
    }

    @Override
    public boolean isReady() {
      return true;
    }

    @Override
    public void setReadListener(ReadListener listener) {
      throw new UnsupportedOperationException("the body is there already");
    }
  }
}
