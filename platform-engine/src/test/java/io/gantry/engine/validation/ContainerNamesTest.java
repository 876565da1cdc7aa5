package io.gantry.engine.validation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.ErrorCode;
import io.gantry.api.error.GantryException;
import io.gantry.engine.Rule;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ContainerNamesTest {
  private final ContainerNames names = new ContainerNames(new Random(1));

  @Test
  @Rule("STORAGE-6")
  void triesAnotherNameAsLongAsTheNameIsTaken() {
    Set<String> taken = new HashSet<>();

    String name =
        names.name(
            tried -> {
              if (taken.size() < 3) {
                taken.add(tried);
                throw GantryException.of(ErrorCode.NAME_DUPLICATE, "taken");
              }
              return tried;
            });

    assertThat(taken).hasSize(3).doesNotContain(name);
  }

  @Test
  @Rule("STORAGE-6")
  void endsAtAnyOtherFailure() {
    Set<String> tried = new HashSet<>();

    assertThatThrownBy(
            () ->
                names.name(
                    name -> {
                      tried.add(name);
                      throw GantryException.of(ErrorCode.NO_SPACE, "full");
                    }))
        .hasMessageContaining("full");
    assertThat(tried).hasSize(1);
  }

  @Test
  @Rule("STORAGE-17")
  void makesNamesThatAContainerMayHave() {
    for (int i = 0; i < 100; i++) {
      assertThat(names.next()).matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*");
    }
  }
}
