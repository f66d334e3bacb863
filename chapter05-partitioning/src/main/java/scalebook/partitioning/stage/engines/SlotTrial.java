package scalebook.partitioning.stage.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;
import redis.clients.jedis.exceptions.JedisRedirectionException;
import redis.clients.jedis.util.JedisClusterCRC16;
import scalebook.lab.fault.Crash;
import scalebook.lab.load.Ledger;
import scalebook.lab.load.Load;
import scalebook.partitioning.engines.ClusterMap;
import scalebook.partitioning.engines.RedisNode;
import scalebook.partitioning.engines.SlotMove;

/** Slots move to an empty node while clients count: what do they see, and what is left? */
public final class SlotTrial {
  public static final int COUNTERS = 1_000;

  /** Its slot moves first. */
  public static final String FIRST = counter(0);

  private static final int BEFORE = 10;
  private static final int CALLERS = 4;
  private static final int CALLS_PER_SECOND = 1_500;

  private final RedisCluster cluster;
  private final RedisClusterClient client;
  private final int masters;
  private final boolean asks;
  private final List<String> redirects = new ArrayList<>();
  private long acknowledged;
  private long failed;

  /**
   * What a move did, and what clients saw of it.
   *
   * @param keys at the new owner
   * @param all keys of the cluster
   * @param redirects what the old owner of one key said in the middle of its move, and after it
   */
  public record Moved(
      int slots, long keys, int all, long calls, long failed, long lost, List<String> redirects) {
    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%,d of 16,384 slots and %,d of %,d keys move: %,d calls, %d failed, %d lost; the old owner: %s",
          slots,
          keys,
          all,
          calls,
          failed,
          lost,
          String.join(", ", redirects));
    }

    /** Whether the keys' share is the slots' share, within three standard deviations. */
    public boolean inProportion() {
      double share = slots / (double) ClusterMap.SLOTS;
      double spread = 3 * Math.sqrt(share * (1 - share) / all);
      return Math.abs(keys / (double) all - share) < spread;
    }

    /** Whether the old owner redirected as it should. */
    public boolean redirected() {
      return String.join(" ", redirects).matches("ASK \\d+ \\w+ MOVED \\d+ \\w+");
    }
  }

  /**
   * @param client counts, and may do it badly
   * @param masters own all slots; the next node is empty
   */
  public SlotTrial(RedisCluster cluster, RedisClusterClient client, int masters, boolean asks) {
    this.cluster = cluster;
    this.client = client;
    this.masters = masters;
    this.asks = asks;
  }

  private static String counter(int number) {
    return "count:" + number;
  }

  /**
   * So many slots of each master, and the first counter's slot before them.
   *
   * @param others keys that are there beside the counters
   */
  public Moved move(int slotsOfEach, int others) throws Exception {
    try (RedisClusterClient careful = cluster.client(0, 5)) {
      IntStream.range(0, COUNTERS).forEach(i -> careful.set(counter(i), "0"));
      IntStream.range(0, BEFORE).forEach(i -> count(FIRST));
      RedisNode target = cluster.nodes().get(masters);
      int slots = 1;
      try (Load load = Load.open(CALLS_PER_SECOND, CALLERS, Long.MAX_VALUE, n -> increment())) {
        int first = JedisClusterCRC16.getSlot(FIRST);
        moveFirst(first, target);
        SlotMove mover = new SlotMove(cluster.nodes().subList(0, masters + 1), asks, Crash.NEVER);
        for (int master = 0; master < masters; master++) {
          List<Integer> some = some(cluster.slots(master), slotsOfEach, first);
          mover.move(some, cluster.nodes().get(master), target);
          slots += some.size();
        }
        Ledger ledger = load.stop();
        acknowledged += ledger.acknowledgedCount();
        failed += ledger.failedCount();
      }
      RedisCluster.await("all agree who owns the slots", cluster::settled);
      long counted =
          IntStream.range(0, COUNTERS)
              .mapToLong(i -> Long.parseLong(careful.get(counter(i))))
              .sum();
      long lost = acknowledged - counted;
      try (Jedis jedis = target.connect()) {
        List<String> said = List.copyOf(redirects);
        long calls = acknowledged + failed;
        int all = others + COUNTERS;
        return new Moved(slots, jedis.dbSize(), all, calls, failed, lost, said);
      }
    }
  }

  private static List<Integer> some(List<Integer> slots, int count, int without) {
    int step = slots.size() / count;
    return IntStream.range(0, count)
        .mapToObj(i -> slots.get(i * step))
        .filter(slot -> slot != without)
        .toList();
  }

  /** In its middle, all its keys have left and the owner is still the old one: who counts now? */
  private void moveFirst(int slot, RedisNode target) {
    RedisNode source =
        IntStream.range(0, masters)
            .filter(master -> cluster.slots(master).contains(slot))
            .mapToObj(cluster.nodes()::get)
            .findFirst()
            .orElseThrow();
    Crash middle =
        Crash.when(
            "after-keys",
            () -> {
              ask(source);
              count(FIRST);
            });
    new SlotMove(cluster.nodes().subList(0, masters + 1), asks, middle)
        .move(List.of(slot), source, target);
    ask(source);
  }

  /** A connection without a map. */
  private void ask(RedisNode owner) {
    try (Jedis plain = owner.connect()) {
      plain.get(FIRST);
    } catch (JedisAskDataException ask) {
      redirects.add(text("ASK", ask));
    } catch (JedisMovedDataException moved) {
      redirects.add(text("MOVED", moved));
    }
  }

  private String text(String kind, JedisRedirectionException redirect) {
    String owner = cluster.name(redirect.getTargetNode().getPort());
    return "%s %d %s".formatted(kind, redirect.getSlot(), owner);
  }

  private void increment() {
    client.incr(counter(ThreadLocalRandom.current().nextInt(COUNTERS)));
  }

  private void count(String key) {
    try {
      client.incr(key);
      acknowledged++;
    } catch (JedisException e) {
      failed++;
    }
  }
}
