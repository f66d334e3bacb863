package scalebook.partitioning.engines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import scalebook.book.testing.WithLab;
import scalebook.engines.MySql;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.Order;

@ExtendWith(WithLab.class)
class PartitionedTableTest {
  private static final List<Order> ORDERS = OrderStore.orders(2_000);

  @Test
  void aPlanNamesThePartitionsOfTheRangeOnly(MySql partitioned) throws Exception {
    PartitionedTable table = new PartitionedTable(partitioned.dataSource(), partitioned.dialect());
    table.create(true, ORDERS);
    assertThat(table.partitions("id BETWEEN 1 AND 500")).containsExactly("p0");
    assertThat(table.partitions("id BETWEEN 500 AND 501")).containsExactlyInAnyOrder("p0", "p1");
    assertThat(table.partitions("id > 1500")).containsExactly("p3");
    assertThat(table.partitions("customer = 7")).hasSize(4);
    assertThat(table.pages("id BETWEEN 1 AND 500")).isLessThan(table.pages("customer = 7"));
    table.create(false, ORDERS);
    assertThat(table.partitions("id BETWEEN 1 AND 500")).as("by hash").hasSize(4);
    assertThat(table.partitions("id = 7")).as("one id by hash").hasSize(1);
    table.drop();
  }

  @Test
  void sqlAnswersInOrder(MySql partitioned) throws Exception {
    PartitionedTable table = new PartitionedTable(partitioned.dataSource(), partitioned.dialect());
    table.create(true, List.of(order(1, 5), order(2, 7), order(3, 5), order(4, 9)));
    SqlOrders sql = new SqlOrders(partitioned.dataSource());
    assertThat(sql.find(2)).contains(order(2, 7));
    assertThat(sql.find(9)).isEmpty();
    assertThat(sql.range(2, 3)).containsExactly(order(2, 7), order(3, 5));
    assertThat(sql.page(1, 3)).containsExactly(order(2, 7), order(1, 5), order(3, 5));
    table.drop();
  }

  private static Order order(long id, long cents) {
    return new Order(id, 1, cents, 1);
  }
}
