package io.gantry.engine.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserLookupTest {
  private static final List<String> PASSWD =
      List.of(
          "root:x:0:0:root:/root:/bin/sh",
          "1000:x:0:0:a name that looks like an id:/:/bin/sh",
          "web:x:33:33:web:/var/www:/sbin/nologin",
          "far:x:99999999999:0:::",
          "hex:x:0x10:0:::",
          "negative:x:-1:0:::",
          "broken");
  private static final List<String> GROUP =
      List.of("root:x:0:", "web:x:33:", "audio:x:63:web,other", "video:x:44:other", "far:x:-4:web");

  @Test
  @Rule("OCISPEC-17")
  void findsANamedUserWithItsGroupsAndHome() {
    ResolvedUser user = resolve("web");

    assertThat(user).isEqualTo(new ResolvedUser(33, 33, List.of(33L, 63L), "/var/www", true, true));
  }

  @Test
  @Rule("OCISPEC-17")
  void acceptsANumberThatIsNotListed() {
    ResolvedUser user = resolve("4711");

    assertThat(user).isEqualTo(new ResolvedUser(4711, 0, List.of(0L), "/", false, true));
  }

  @Test
  void takesANumberForAnIdAndNeverForAName() {
    assertThat(resolve("1000").uid()).isEqualTo(1000);
  }

  @Test
  @Rule("OCISPEC-17")
  void leavesMembershipsOutWhenAGroupIsNamed() {
    assertThat(resolve("web:video").additionalGids()).containsExactly(44L);
    assertThat(resolve("web:77")).extracting(ResolvedUser::gid).isEqualTo(77L);
    assertThat(resolve("web:77").groupListed()).isFalse();
  }

  @Test
  void takesNobodyForRoot() {
    assertThat(resolve(null)).isEqualTo(resolve("0"));
    assertThat(resolve("")).isEqualTo(resolve("root"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "nobody-here",
        "web:nothing",
        "-1",
        "0x10",
        "far",
        "hex",
        "negative",
        "4294967296",
        "99999999999999999999999",
        "2147483648",
        "0:2147483648",
        "a:b:c",
        "web:",
        "we\nb",
        "\0"
      })
  @Rule("OCISPEC-17")
  void refusesWhatNamesNobody(String text) {
    assertThatThrownBy(() -> resolve(text))
        .isInstanceOf(GantryException.class)
        .extracting(e -> ((GantryException) e).code())
        .isEqualTo(ErrorCode.INVALID_ARGUMENT);
  }

  private static ResolvedUser resolve(@Nullable String text) {
    return new UserLookup(path -> path.equals("/etc/passwd") ? PASSWD : GROUP).resolve(text);
  }
}
