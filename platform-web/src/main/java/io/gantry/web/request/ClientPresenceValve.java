package io.gantry.web.request;

import jakarta.servlet.ServletException;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/** Gives each request a way to look whether its client is still there. */
final class ClientPresenceValve extends ValveBase {
  ClientPresenceValve() {
    super(true);
  }

  @Override
  public void invoke(Request request, Response response) throws IOException, ServletException {
    request.setAttribute(ClientPresence.class.getName(), presence(request.getCoyoteRequest()));
    getNext().invoke(request, response);
  }

  /**
   * Reading without waiting finds data at the end of the stream, as Tomcat puts it, each time; a
   * further request that the client sent early is found once. So two looks in a row are needed.
   */
  private static ClientPresence presence(org.apache.coyote.Request connection) {
    AtomicBoolean suspected = new AtomicBoolean();
    return () -> {
      connection.action(ActionCode.AVAILABLE, true);
      boolean readable = connection.getAvailable() > 0;
      return suspected.getAndSet(readable) && readable;
    };
  }
}
