package io.gantry.web.stream;

import io.gantry.web.request.ClientPresence;
import io.gantry.web.stream.LogAnswer.Listener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.stereotype.Component;

/** Makes the listeners of answers that go on for as long as their client listens. */
@Component
class LogListeners {
  private final StreamSettings settings;

  LogListeners(StreamSettings settings) {
    this.settings = settings;
  }

  Listener of(HttpServletRequest request, HttpServletResponse response) {
    return new Listener(response, ClientPresence.of(request), settings.pingInterval());
  }
}
