package io.gantry.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.gantry.api.account.Quota;
import io.gantry.api.container.TenantId;
import io.gantry.security.Role;
import io.gantry.web.Client.Answer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@WebTest
class RateLimitIT {
  private static final int TOGETHER = 40;

  @Autowired private Installation installation;

  @Test
  void aTenantAtItsLimitIsToldToWaitAndCostsOthersNothing() {
    TenantId limited = installation.newTenant();
    TenantId other = installation.newTenant();
    Client fast = installation.as(limited, Role.VIEWER);
    Client quiet = installation.as(other, Role.VIEWER);
    Answer set =
        installation
            .asPlatformAdmin(other)
            .put(
                "/api/v1/tenants/" + limited + "/quota", Quota.UNLIMITED.withRequestsPerSecond(1L));
    assertThat(set.status()).as(set.text()).isEqualTo(200);

    List<Answer> answers = together(() -> fast.get("/api/v1/containers"));
    List<Answer> others = together(() -> quiet.get("/api/v1/containers"));

    assertThat(answers).anyMatch(answer -> answer.status() == 200);
    List<Answer> refused = answers.stream().filter(answer -> answer.status() == 429).toList();
    assertThat(refused)
        .isNotEmpty()
        .allSatisfy(
            answer -> {
              assertThat(answer.code()).isEqualTo("RATE_LIMITED");
              assertThat(answer.header("Retry-After")).isEqualTo("1");
              assertThat(answer.header("RateLimit-Policy"))
                  .isEqualTo("\"credential\";q=100000;w=1, \"tenant\";q=1;w=1");
              assertThat(answer.header("RateLimit")).endsWith("\"tenant\";r=0;t=1");
            });
    assertThat(others)
        .allSatisfy(
            answer -> {
              assertThat(answer.status()).isEqualTo(200);
              assertThat(answer.header("RateLimit-Policy"))
                  .isEqualTo("\"credential\";q=100000;w=1");
            });
  }

  private static List<Answer> together(Supplier<Answer> request) {
    List<CompletableFuture<Answer>> asked =
        IntStream.range(0, TOGETHER)
            .mapToObj(number -> CompletableFuture.supplyAsync(request, Thread::startVirtualThread))
            .toList();
    return asked.stream().map(CompletableFuture::join).toList();
  }
}
