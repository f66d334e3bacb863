package scalebook.partitioning.exercise;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import scalebook.lab.exercise.Todo;

/** Orders of one database with the customers of another one: a join in the application. */
public final class BatchedJoin {
  /** A row of our database. No foreign key leads across: its customer may be gone, or be nobody. */
  public record Order(long id, Optional<Long> customer) {}

  /** A row of the other database. */
  public record Customer(long id, String name) {}

  /** An order, and its customer's name as far as there is one. */
  public record Line(long order, Optional<String> name) {}

  /** The other database. */
  public interface Customers {
    /** Those of these that there are, in any order: one query, {@code where id in (…)}. */
    List<Customer> find(List<Long> ids) throws IOException;
  }

  /**
   * @param most of so many ids a query may ask, at most
   */
  public BatchedJoin(Customers customers, int most) {}

  /** A line for each order, in their order. As few queries as possible, and no id twice. */
  public List<Line> join(List<Order> orders) throws IOException {
    throw new Todo("all ids, then the customers, then the lines");
  }
}
