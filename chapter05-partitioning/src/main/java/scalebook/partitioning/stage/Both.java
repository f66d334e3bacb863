package scalebook.partitioning.stage;

import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import scalebook.engines.MySql;
import scalebook.partitioning.scatter.Gathered;
import scalebook.partitioning.scatter.ScatterGather;
import scalebook.partitioning.scatter.ScatterGather.Care;
import scalebook.partitioning.store.Order;
import scalebook.partitioning.store.Places;
import scalebook.partitioning.store.Shard;

/** The same orders on shards and in one database: the same questions go to both. */
public record Both(List<Order> orders, ScatterGather shards, ScatterGather alone)
    implements AutoCloseable {
  private static final long DEADLINE_MILLIS = 10_000;
  private static final int PAGE = 10;

  /** The shards have them already. */
  public static Both open(OrderStore store, MySql single, List<Order> orders, Care care)
      throws SQLException {
    Shard whole = new Shard(0, single.dataSource());
    whole.createAlone();
    whole.rows().fill(orders);
    Places one = new Places(store.places().directory(), List.of(whole));
    return new Both(
        orders,
        new ScatterGather(store.places(), DEADLINE_MILLIS, care),
        new ScatterGather(one, DEADLINE_MILLIS));
  }

  /** How many of the questions of five kinds the two answer differently. */
  public int differences(Random random, int questions)
      throws InterruptedException, Gathered.Incomplete {
    int different = 0;
    for (int i = 0; i < questions; i++) {
      long from = 1 + random.nextInt(orders.size());
      long to = from + random.nextInt(orders.size() / 4);
      int most = 1 + random.nextInt(50);
      different += ask(shards, from, to, most).equals(ask(alone, from, to, most)) ? 0 : 1;
    }
    return different;
  }

  private static List<Object> ask(ScatterGather all, long from, long to, int most)
      throws InterruptedException, Gathered.Incomplete {
    List<Order> top = all.top(most).whole();
    return List.of(
        all.range(from, to).whole(),
        all.sum(from, to).whole(),
        all.average(from, to).whole(),
        top,
        all.after(top.get(most - 1), PAGE).whole());
  }

  @Override
  public void close() {
    shards.close();
    alone.close();
  }
}
