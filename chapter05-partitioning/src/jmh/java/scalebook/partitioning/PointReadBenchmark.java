package scalebook.partitioning;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import scalebook.lab.Lab;
import scalebook.partitioning.routing.ClientLibrary;
import scalebook.partitioning.stage.OrderStore;
import scalebook.partitioning.store.OrderTable;
import scalebook.partitioning.store.Shard;
import scalebook.partitioning.store.ShardMap;

/**
 * A point read through the client library beside the same row read by hand, on real databases.
 *
 * <pre>./book bench 5 PointRead</pre>
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class PointReadBenchmark {
  private static final int ORDERS = 2_000;
  private Lab lab;
  private OrderStore store;
  private ClientLibrary library;
  private ShardMap map;
  private long next;

  @Setup
  public void open() throws Exception {
    lab = Lab.open();
    store = OrderStore.create(lab, 2, 2);
    store.fill(OrderStore.orders(ORDERS));
    library = new ClientLibrary(store.places());
    map = library.map();
  }

  @TearDown
  public void close() {
    store.close();
    lab.close();
  }

  private long id() {
    return 1 + next++ % ORDERS;
  }

  @Benchmark
  public Object byHand() throws Exception {
    long id = id();
    Shard shard = store.places().shard(map.owner(id));
    try (Connection connection = shard.database().getConnection();
        PreparedStatement select =
            connection.prepareStatement(
                "SELECT id, customer, cents, version FROM orders WHERE id = ?")) {
      select.setLong(1, id);
      try (ResultSet row = select.executeQuery()) {
        row.next();
        return OrderTable.order(row);
      }
    }
  }

  @Benchmark
  public Object throughTheLibrary() throws Exception {
    return library.find(id());
  }
}
