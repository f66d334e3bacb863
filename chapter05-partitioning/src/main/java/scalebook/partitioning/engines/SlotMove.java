package scalebook.partitioning.engines;

import static redis.clients.jedis.params.MigrateParams.migrateParams;

import java.util.List;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.params.MigrateParams;
import scalebook.lab.fault.Crash;

/**
 * Moves slots of a Redis Cluster under load. ① The source answers ASK for keys that it has no more,
 * the target serves who comes with ASKING. ② The keys go over, a few in one step. ③ All masters
 * hear of the new owner; from now on the old one answers MOVED.
 */
public final class SlotMove {
  private static final int KEYS = 20;
  private static final int TIMEOUT_MILLIS = 20_000;

  private final List<RedisNode> masters;
  private final boolean asks;
  private final Crash crash;

  /**
   * @param masters all that own slots or get some
   * @param asks whether step ① tells the source; without, it takes a key that left for a new one
   */
  public SlotMove(List<RedisNode> masters, boolean asks, Crash crash) {
    this.masters = List.copyOf(masters);
    this.asks = asks;
    this.crash = crash;
  }

  public void move(List<Integer> slots, RedisNode source, RedisNode target) {
    try (Jedis from = source.connect();
        Jedis to = target.connect()) {
      MigrateParams how = migrateParams().auth(target.config().getPassword()).replace();
      for (int slot : slots) {
        to.clusterSetSlotImporting(slot, source.id()); // ① first the target: a client may come
        if (asks) {
          from.clusterSetSlotMigrating(slot, target.id());
        }
        do {
          migrate(from, slot, target.address(), how);
          crash.at("after-keys");
        } while (from.clusterCountKeysInSlot(slot) > 0); // without ASK, some come back
        handOver(from, to, slot, target.id());
      }
    }
    for (RedisNode other : masters) {
      if (!other.equals(source) && !other.equals(target)) {
        tell(other, slots, target.id());
      }
    }
  }

  /** ② Each call blocks source and target until its keys are there and here no more. */
  private static void migrate(Jedis from, int slot, HostAndPort to, MigrateParams how) {
    List<String> keys = from.clusterGetKeysInSlot(slot, KEYS);
    while (!keys.isEmpty()) {
      String[] some = keys.toArray(new String[0]);
      from.migrate(to.getHost(), to.getPort(), TIMEOUT_MILLIS, how, some);
      keys = from.clusterGetKeysInSlot(slot, KEYS);
    }
  }

  /** ③ The target before the source: the slot always has an owner. */
  private static void handOver(Jedis from, Jedis to, int slot, String target) {
    to.clusterSetSlotNode(slot, target);
    try {
      from.clusterSetSlotNode(slot, target);
    } catch (JedisDataException e) {
      // Without ASK: written here meanwhile. It is dropped when the new owner's gossip comes.
      if (!e.getMessage().contains("still hold keys")) {
        throw e;
      }
    }
  }

  private static void tell(RedisNode other, List<Integer> slots, String owner) {
    try (Jedis jedis = other.connect()) {
      slots.forEach(slot -> jedis.clusterSetSlotNode(slot, owner));
    }
  }
}
