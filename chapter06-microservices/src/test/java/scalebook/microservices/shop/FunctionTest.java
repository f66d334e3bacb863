package scalebook.microservices.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.microservices.resilience.Deadline;

@ExtendWith(WithLab.class)
class FunctionTest {
  private final MySql database;
  private final Shop shop;

  FunctionTest(MySql shop) {
    this.database = shop;
    this.shop = new Shop(shop.dataSource(), this::inside);
  }

  private Reply inside(Function function, Function.Request request) throws IOException {
    try {
      return function.handle(request, shop);
    } catch (SQLException e) {
      throw new IOException(e);
    }
  }

  @BeforeEach
  void empty() throws Exception {
    Shop.create(database);
  }

  private Reply ask(Function function, String method, String path, Map<String, ?> form)
      throws Exception {
    return function.handle(new Function.Request(method, path, form, Deadline.in(10_000)), shop);
  }

  private Reply order(long id, long quantity) throws Exception {
    return ask(Function.ORDER, "POST", "", Map.of("id", id, "item", 3, "quantity", quantity));
  }

  private String stock() throws Exception {
    return ask(Function.INVENTORY, "GET", "3", Map.of()).text();
  }

  @Test
  void anOrderThatComesTwiceTakesItsPiecesOnce() throws Exception {
    assertThat(order(1, 2).status()).isEqualTo(200);
    assertThat(order(1, 2).status()).isEqualTo(200);
    assertThat(stock()).isEqualTo("999998 left");
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -1, -5, Long.MIN_VALUE})
  void nobodyOrdersLessThanOne(long quantity) throws Exception {
    assertThatThrownBy(() -> order(1, quantity)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> ask(Function.INVENTORY, "POST", "3", Map.of("order", 1, "quantity", quantity)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(stock()).isEqualTo("1000000 left");
  }
}
