package io.gantry.web.history;

import io.gantry.api.resource.EventResource;
import io.gantry.fleet.event.EventService;
import io.gantry.security.Caller;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Writes events as server-sent events until the client goes or the control plane stops. */
@Component
class EventStream implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final EventService events;
  private final JsonMapper json;
  private final Set<Thread> followers = ConcurrentHashMap.newKeySet();

  EventStream(EventService events, JsonMapper json) {
    this.events = events;
    this.json = json;
  }

  void follow(Caller caller, long after, HttpServletResponse response) throws IOException {
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no");
    response.flushBuffer();
    followers.add(Thread.currentThread());
    try {
      events.follow(caller, after, found -> write(found, response));
    } catch (InterruptedException e) {
      LOG.debug("the control plane stops; the client resumes at another replica");
    } finally {
      followers.remove(Thread.currentThread());
    }
  }

  private void write(List<EventResource> found, HttpServletResponse response) throws IOException {
    OutputStream body = response.getOutputStream();
    if (found.isEmpty()) {
      body.write(":\n\n".getBytes(StandardCharsets.UTF_8));
    }
    for (EventResource event : found) {
      body.write(("id:" + event.id() + "\ndata:").getBytes(StandardCharsets.UTF_8));
      body.write(json.writeValueAsBytes(event));
      body.write("\n\n".getBytes(StandardCharsets.UTF_8));
    }
    response.flushBuffer();
  }

  @Override
  public void destroy() {
    followers.forEach(Thread::interrupt);
  }
}
