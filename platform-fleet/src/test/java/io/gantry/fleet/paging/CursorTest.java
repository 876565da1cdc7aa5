package io.gantry.fleet.paging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gantry.api.error.GantryException;
import io.gantry.api.resource.Page;
import io.gantry.api.resource.PageRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
  @Test
  void goesOnAfterTheLastKeyOfAPage() {
    PageRequest request = new PageRequest(2, null);

    Page<Long> page = Cursor.page(List.of(9L, 8L, 7L), request, List::of);

    assertThat(page.items()).containsExactly(9L, 8L);
    assertThat(Cursor.afterNumber(new PageRequest(2, page.next()))).isEqualTo(8L);
  }

  @Test
  void endsWithThePageThatIsNotFull() {
    Page<Long> page = Cursor.page(List.of(9L, 8L), new PageRequest(2, null), List::of);

    assertThat(page.next()).isNull();
  }

  @Test
  void keepsEveryPartOfAKey() {
    Page<String> page =
        Cursor.page(List.of("a b", "c"), new PageRequest(1, null), name -> List.of(name, 1));

    List<String> key =
        Cursor.after(new PageRequest(1, page.next()), 2, parts -> List.copyOf(parts));

    assertThat(key).containsExactly("a b", "1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "%", "YQ", "MQox", "LTEt"})
  void refusesWhatItDidNotGive(String cursor) {
    assertThatThrownBy(() -> Cursor.afterNumber(new PageRequest(1, cursor)))
        .isInstanceOf(GantryException.class)
        .hasMessageContaining("cursor");
  }
}
