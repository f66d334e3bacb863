package scalebook.partitioning.stage.engines;

import redis.clients.jedis.Jedis;
import scalebook.partitioning.engines.ClusterMap;
import scalebook.partitioning.engines.RedisNode;

/** A master dies: does its replica own its slots then? */
public final class FailoverTrial {
  private static final int PATIENT_MILLIS = 60_000;
  private static final int HASTY_MILLIS = 2_000;

  private final RedisCluster cluster;
  private RedisNode dead;

  public FailoverTrial(RedisCluster cluster) {
    this.cluster = cluster;
  }

  /** Until a failure is wanted, a busy machine must not look like one. */
  public void calm() {
    cluster.patience(PATIENT_MILLIS);
    RedisCluster.await("a calm cluster is well", cluster::settled);
  }

  /** Kills a master whose replicas have all that it acknowledged; {@link #takenOver} waits. */
  public void kill(int master) {
    dead = cluster.nodes().get(master);
    awaitCopy(dead);
    cluster.patience(HASTY_MILLIS);
    RedisCluster.await("all agree who owns the slots", cluster::settled);
    cluster.server(master).kill();
  }

  /** Whether its slots are served again. Without a replica its death decides. */
  public boolean takenOver() {
    RedisCluster.await("a master's death is known", () -> known(dead.id()));
    if (!replicated(dead)) {
      return false;
    }
    RedisCluster.await("a replica owns a dead master's slots", () -> inherited(dead.id()));
    calm();
    return true;
  }

  private boolean replicated(RedisNode master) {
    ClusterMap map = cluster.living().get(0).map();
    return !map.replicasOf(master.id()).isEmpty() || !map.owners().containsKey(master.id());
  }

  /** What the master has acknowledged is at its replicas, too. */
  private void awaitCopy(RedisNode master) {
    long written = offset(master, "master_repl_offset");
    for (ClusterMap.Member replica : master.map().replicasOf(master.id())) {
      RedisNode node =
          cluster.living().stream()
              .filter(n -> n.id().equals(replica.id()))
              .findFirst()
              .orElseThrow();
      RedisCluster.await(
          "a replica has what its master has", () -> offset(node, "slave_repl_offset") >= written);
    }
  }

  private static long offset(RedisNode node, String which) {
    try (Jedis jedis = node.connect()) {
      return jedis
          .info("replication")
          .lines()
          .filter(line -> line.startsWith(which + ":"))
          .mapToLong(line -> Long.parseLong(line.substring(which.length() + 1)))
          .findFirst()
          .orElse(-1);
    }
  }

  private boolean known(String dead) {
    return cluster.living().stream()
        .map(RedisNode::map)
        .allMatch(
            map ->
                !map.owners().containsKey(dead)
                    || map.members().stream().anyMatch(m -> m.id().equals(dead) && m.is("fail")));
  }

  private boolean inherited(String dead) {
    return cluster.living().stream().noneMatch(node -> node.map().owners().containsKey(dead));
  }
}
