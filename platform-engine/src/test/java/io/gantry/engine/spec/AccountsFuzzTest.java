package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;

/** The passwd and group files of an image. */
class AccountsFuzzTest {
  private static final long LARGEST_ID = Integer.MAX_VALUE;

  @FuzzTest
  void findTheIdsOfAUserOrNone(FuzzedDataProvider data) {
    String user = data.consumeString(64);
    String passwd = data.consumeString(4096);
    String group = data.consumeRemainingAsString();
    UserLookup lookup =
        new UserLookup(path -> (path.endsWith("passwd") ? passwd : group).lines().toList());
    try {
      ResolvedUser resolved = lookup.resolve(user);

      assertThat(resolved.uid()).isBetween(0L, LARGEST_ID);
      assertThat(resolved.gid()).isBetween(0L, LARGEST_ID);
      assertThat(resolved.home()).startsWith("/");
    } catch (GantryException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
  }
}
