package scalebook.partitioning.engines;

import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import redis.clients.jedis.ClusterPipeline;
import redis.clients.jedis.RedisClusterClient;
import scalebook.partitioning.store.Order;

/**
 * Orders in a Redis Cluster: a key for each. A page needs an index of our own, a sorted set: one
 * key, so all of it is in one slot.
 *
 * @param tag stands in every key; in braces it alone decides the slot
 */
public record RedisOrders(RedisClusterClient client, String tag) implements OrderAnswers {
  private static final long MOST_ORDERS = 1_000_000; // a score is an amount, negative, and an id

  public String key(long id) {
    return "order" + tag + ":" + id;
  }

  public String index() {
    return "by-cents" + tag;
  }

  public void fill(List<Order> orders) {
    try (ClusterPipeline pipeline = client.pipelined()) {
      for (Order order : orders) {
        String value = "%d,%d,%d".formatted(order.customer(), order.cents(), order.version());
        pipeline.set(key(order.id()), value);
        pipeline.zadd(index(), order.id() - order.cents() * MOST_ORDERS, "" + order.id());
      }
      pipeline.sync();
    }
  }

  @Override
  public Optional<Order> find(long id) {
    return Optional.ofNullable(client.get(key(id))).map(value -> order(id, value.split(",")));
  }

  private static Order order(long id, String[] columns) {
    return new Order(
        id, Integer.parseInt(columns[0]), Long.parseLong(columns[1]), Long.parseLong(columns[2]));
  }

  /** A call for each: one command takes no keys of several slots. */
  @Override
  public List<Order> range(long from, long to) {
    return LongStream.rangeClosed(from, to).mapToObj(this::find).flatMap(Optional::stream).toList();
  }

  @Override
  public List<Order> page(int offset, int size) {
    return client.zrange(index(), offset, offset + size - 1).stream()
        .map(id -> find(Long.parseLong(id)))
        .flatMap(Optional::stream)
        .toList();
  }
}
