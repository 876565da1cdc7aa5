package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** Whatever a request is refused by, the answer is a problem of ours. */
@WebTest
class UnknownPathIT {
  @Autowired private Installation installation;

  @Test
  void saysThatThereIsNoSuchPath() {
    Answer answer = installation.as(installation.newTenant(), Role.VIEWER).get("/api/v1/nosuch");

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("NOT_FOUND");
    assertThat(answer.json().get("detail").stringValue())
        .isEqualTo("there is no such path: /api/v1/nosuch");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/containers/%2e%2e%2fnodes",
        "/api/v1/containers/a%5cb",
        "/api/v1/containers/a%00b",
        "/api/v1/containers/a;b=c",
        "/api/v1/%zz",
        "/%2e%2e/%2e%2e/etc/passwd"
      })
  void answersAHostilePathWithAProblem(String path) throws IOException {
    Client viewer = installation.as(installation.newTenant(), Role.VIEWER);

    String answer;
    try (RawRequest request = RawRequest.open(viewer, path)) {
      answer = request.answer();
    }

    assertThat(answer).matches("(?s)HTTP/1.1 (400|404) .*");
    assertThat(answer).contains("Content-Type: application/problem+json");
    assertThat(answer)
        .containsPattern("\"code\":\"(INVALID_ARGUMENT|NOT_FOUND|NO_SUCH_CONTAINER)\"");
    assertThat(answer).doesNotContain("Tomcat", "<html", "Exception", "org.");
  }
}
