package scalebook.partitioning.exercise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import scalebook.book.exercise.Contract;
import scalebook.book.exercise.Thrown;
import scalebook.partitioning.exercise.BatchedJoin.Customer;
import scalebook.partitioning.exercise.BatchedJoin.Line;

abstract class BatchedJoinContract extends Contract {
  interface Answer {
    List<Line> join(List<BatchedJoin.Order> orders) throws IOException;
  }

  private final Map<Long, String> names = new HashMap<>();
  private final List<List<Long>> queries = new ArrayList<>();
  private int failing = -1;

  Answer answer(BatchedJoin.Customers customers, int most) {
    return answer(Answer.class, BatchedJoin.class, customers, most);
  }

  /** The other database; its answers come in the reverse order. */
  private Answer joins(int most) {
    return answer(
        ids -> {
          queries.add(List.copyOf(ids));
          if (queries.size() - 1 == failing) {
            throw new IOException("the customers' database is away");
          }
          List<Customer> found = new ArrayList<>();
          ids.stream()
              .distinct()
              .filter(names::containsKey)
              .forEach(id -> found.add(new Customer(id, names.get(id))));
          Collections.reverse(found);
          return found;
        },
        most);
  }

  /** Order i is of the i-th of these customers; 0 is nobody. */
  private static List<BatchedJoin.Order> orders(long... customers) {
    List<BatchedJoin.Order> orders = new ArrayList<>();
    for (long customer : customers) {
      Optional<Long> of = customer == 0 ? Optional.empty() : Optional.of(customer);
      orders.add(new BatchedJoin.Order(100 - orders.size(), of));
    }
    return List.copyOf(orders);
  }

  private void right(Answer joins, int most, List<BatchedJoin.Order> orders) throws IOException {
    queries.clear();
    List<Line> lines = joins.join(orders);
    assertThat(lines)
        .as("a line for each of the orders, in their order: %s", orders)
        .containsExactlyElementsOf(
            orders.stream().map(o -> new Line(o.id(), o.customer().map(names::get))).toList());
    List<Long> ids = orders.stream().flatMap(o -> o.customer().stream()).distinct().toList();
    List<Long> asked = queries.stream().flatMap(List::stream).toList();
    assertThat(asked)
        .as("ids that were asked for, each once")
        .containsExactlyInAnyOrderElementsOf(ids);
    assertThat(queries)
        .as("queries for %d different customers, of at most %d ids each", ids.size(), most)
        .hasSize((ids.size() + most - 1) / most)
        .allMatch(query -> query.size() <= most);
  }

  @Test
  @Order(1)
  void everyOrderHasItsCustomersName() throws IOException {
    names.putAll(Map.of(5L, "ada", 7L, "eve", 8L, "bob"));
    assertThat(joins(10).join(orders(5, 7, 8)))
        .as("lines, though the other database answers in another order")
        .extracting(line -> line.name().orElse("nobody"))
        .containsExactly("ada", "eve", "bob");
  }

  @Test
  @Order(2)
  void aPageIsOneQueryNotOneForEachRow() throws IOException {
    LongStream.rangeClosed(1, 20).forEach(id -> names.put(id, "name " + id));
    right(joins(20), 20, orders(LongStream.rangeClosed(1, 20).toArray()));
  }

  @Test
  @Order(3)
  void aCustomerOfSeveralOrdersIsAskedForOnce() throws IOException {
    names.putAll(Map.of(5L, "ada", 7L, "eve"));
    right(joins(2), 2, orders(5, 7, 5, 5, 7));
    right(joins(1), 1, orders(7, 5, 7));
  }

  @Test
  @Order(4)
  void anOrderWithoutACustomerHasALineToo() throws IOException {
    names.put(5L, "ada");
    right(joins(10), 10, orders(5, 9, 0, 5, 9));
    right(joins(1), 1, orders(9, 9));
  }

  @Test
  @Order(5)
  void whereThereIsNothingToAskNothingIsAsked() throws IOException {
    right(joins(10), 10, orders());
    right(joins(10), 10, orders(0, 0));
  }

  @Test
  @Order(6)
  void noQueryIsTooLong() throws IOException {
    LongStream.rangeClosed(1, 30).forEach(id -> names.put(id, "name " + id));
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      int most = 1 + random.nextInt(8);
      right(joins(most), most, orders(random.longs(random.nextInt(30), 0, 36).toArray()));
    }
  }

  @Test
  @Order(7)
  void whatTheOtherDatabaseThrowsGoesToTheCaller() throws IOException {
    LongStream.rangeClosed(1, 6).forEach(id -> names.put(id, "name " + id));
    for (failing = 0; failing < 3; failing++) {
      queries.clear();
      Answer joins = joins(2);
      assertThat(Thrown.by(() -> joins.join(orders(1, 2, 3, 4, 5, 6))))
          .as("query %d failed: lines without names would say that the customers are gone", failing)
          .isInstanceOf(IOException.class);
      int before = failing;
      failing = -1;
      right(joins, 2, orders(1, 2, 3, 4, 5, 6));
      failing = before;
    }
  }

  @Test
  @Order(8)
  void nothingIsKeptForTheNextPage() throws IOException {
    names.put(5L, "ada");
    Answer joins = joins(10);
    right(joins, 10, orders(5, 6));
    names.put(5L, "ada king");
    names.put(6L, "eve");
    right(joins, 10, orders(5, 6));
    names.remove(6L);
    right(joins, 10, orders(5, 6));
    names.put((1L << 32) + 5, "not ada"); // a number that no int holds
    right(joins, 10, orders(5, (1L << 32) + 5));
  }
}
