package scalebook.partitioning.stage.engines;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.RedisClusterClient;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.util.JedisClusterCRC16;
import scalebook.engines.Redis;
import scalebook.lab.Lab;
import scalebook.partitioning.engines.ClusterMap;
import scalebook.partitioning.engines.RedisNode;

/**
 * The lab's Redis servers as a cluster: masters that share the slots, empty ones, and replicas of
 * the first masters.
 */
public final class RedisCluster {
  private static final List<String> OPTIONS =
      List.of(
          "cluster-enabled yes",
          "cluster-config-file nodes.conf",
          "cluster-announce-ip 127.0.0.1",
          "cluster-node-timeout 1000",
          "cluster-replica-validity-factor 0", // one that could not look for a while takes over,
          // too
          "repl-diskless-sync-delay 0");
  private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(40);

  private final List<Redis> servers = new ArrayList<>();
  private final List<RedisNode> nodes = new ArrayList<>();
  private final int masters;
  private final int followed;

  /** Starts the servers and introduces them; {@link #join} waits. */
  public RedisCluster(Lab lab, int masters, int empty, int replicas) {
    this.masters = masters;
    this.followed = masters + empty;
    for (int i = 0; i < followed + replicas; i++) {
      servers.add(lab.redis("node" + i, OPTIONS));
      nodes.add(RedisNode.of(servers.get(i)));
      try (Jedis jedis = nodes.get(i).connect()) {
        jedis.clusterSetConfigEpoch(i + 1);
        if (i < masters) {
          jedis.clusterAddSlots(slots(i).stream().mapToInt(Integer::intValue).toArray());
        }
      }
    }
    acquainted();
  }

  /** Until all know each other, the replicas follow, and every slot is served. */
  public void join() {
    await("the nodes know each other", this::acquainted);
    for (int i = followed; i < nodes.size(); i++) {
      try (Jedis replica = nodes.get(i).connect()) {
        replica.clusterReplicate(nodes.get(i - followed).id());
      }
    }
    await("all slots are served", this::settled);
  }

  /** Who meets a stranger is known to it later; one that was met in vain is met again. */
  private boolean acquainted() {
    boolean all = true;
    for (RedisNode node : nodes) {
      try (Jedis jedis = node.connect()) {
        Set<String> known = ClusterMap.of(jedis.clusterNodes()).known();
        for (RedisNode other : nodes) {
          if (!known.contains(other.id())) {
            jedis.clusterMeet(other.address().getHost(), other.address().getPort());
            all = false;
          }
        }
      }
    }
    return all;
  }

  /** The nodes that live say that all is well, and the same of every slot's owner. */
  public boolean settled() {
    List<RedisNode> living = living();
    return living.stream().allMatch(RedisCluster::well)
        && living.stream().map(node -> node.map().owners()).distinct().count() == 1;
  }

  static boolean well(RedisNode node) {
    try (Jedis jedis = node.connect()) {
      return jedis.clusterInfo().contains("cluster_state:ok");
    }
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + BOUND_NANOS;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("after 40 s it is not yet so that " + what);
      }
      LockSupport.parkNanos(10_000_000); // gossip tells nobody
    }
  }

  /** The slots that a master has at the beginning: they follow each other. */
  public List<Integer> slots(int master) {
    int share = ClusterMap.SLOTS / masters;
    return IntStream.range(master * share, (master + 1) * share).boxed().toList();
  }

  public List<RedisNode> nodes() {
    return nodes;
  }

  public Redis server(int node) {
    return servers.get(node);
  }

  public List<RedisNode> living() {
    return IntStream.range(0, nodes.size())
        .filter(i -> servers.get(i).alive())
        .mapToObj(nodes::get)
        .toList();
  }

  /** How many nodes have these keys. */
  public long owners(Stream<String> keys) {
    ClusterMap map = nodes.get(1).map();
    return keys.map(key -> map.owner(JedisClusterCRC16.getSlot(key))).distinct().count();
  }

  /** Whether the owner of the first key sets two in one command. */
  public boolean together(String one, String other) {
    ClusterMap map = nodes.get(1).map();
    String owner = map.owner(JedisClusterCRC16.getSlot(one)).orElseThrow().id();
    RedisNode node = nodes.stream().filter(n -> n.id().equals(owner)).findFirst().orElseThrow();
    try (Jedis jedis = node.connect()) {
      jedis.mset(one, "1", other, "1");
      return true;
    } catch (JedisDataException e) {
      if (e.getMessage().startsWith("CROSSSLOT")) {
        return false;
      }
      throw e;
    }
  }

  public String name(int port) {
    return servers.stream().filter(s -> s.port() == port).map(Redis::name).findFirst().orElse("?");
  }

  /** How long a node may be silent before the others take it for dead. */
  public void patience(int millis) {
    for (RedisNode node : living()) {
      try (Jedis jedis = node.connect()) {
        jedis.configSet("cluster-node-timeout", String.valueOf(millis));
      }
    }
  }

  /** Has a map from this node, follows MOVED and ASK, and renews the map when it hears MOVED. */
  public RedisClusterClient client(int node, int attempts) {
    ConnectionPoolConfig pool = new ConnectionPoolConfig();
    pool.setJmxEnabled(false);
    return RedisClusterClient.builder()
        .nodes(Set.of(nodes.get(node).address()))
        .clientConfig(nodes.get(node).config())
        .poolConfig(pool)
        .maxAttempts(attempts)
        .build();
  }
}
