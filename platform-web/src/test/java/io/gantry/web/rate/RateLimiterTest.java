package io.gantry.web.rate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.TimeMeter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
  private long now;
  private final RateLimiter limiter = new RateLimiter("tenant", new StandingClock());

  private final class StandingClock implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return now;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  @Test
  void takesAsManyInASecondAsTheLimitAndNoMore() {
    assertThat(limiter.take("blue", 2).isRefused()).isFalse();
    assertThat(limiter.take("blue", 2).isRefused()).isFalse();

    Allowance third = limiter.take("blue", 2);

    assertThat(third.isRefused()).isTrue();
    assertThat(third.secondsToWait()).isOne();
    assertThat(third.policyItem()).isEqualTo("\"tenant\";q=2;w=1");
    assertThat(third.limitItem()).isEqualTo("\"tenant\";r=0;t=1");
  }

  @Test
  void takesNothingFromOthersForOneAtItsLimit() {
    limiter.take("blue", 1);
    assertThat(limiter.take("blue", 1).isRefused()).isTrue();

    assertThat(limiter.take("red", 1).isRefused()).isFalse();
  }

  @Test
  void takesMoreAsTimePasses() {
    limiter.take("blue", 1);
    now += TimeUnit.SECONDS.toNanos(1);

    assertThat(limiter.take("blue", 1).isRefused()).isFalse();
  }

  @Test
  void goesByALimitThatChanged() {
    limiter.take("blue", 1);

    assertThat(limiter.take("blue", 5).left()).isEqualTo(4);
  }

  @Test
  void givesBackWhatWasNotUsed() {
    limiter.take("blue", 1);
    limiter.giveBack("blue");

    assertThat(limiter.take("blue", 1).isRefused()).isFalse();
  }

  @Test
  void forgetsThoseThatDoNotAsk() {
    limiter.take("blue", 1);
    limiter.forgetIdle();
    assertThat(limiter.known()).isOne();

    now += TimeUnit.SECONDS.toNanos(2);
    limiter.forgetIdle();

    assertThat(limiter.known()).isZero();
  }
}
