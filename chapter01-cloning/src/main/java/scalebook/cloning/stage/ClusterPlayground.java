package scalebook.cloning.stage;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import scalebook.cloning.balancer.Balancer;
import scalebook.cloning.balancer.Counters.Event;
import scalebook.cloning.policy.Backend;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.engines.process.Signals;
import scalebook.lab.Playground;

/** A playground whose system is a cluster: the commands that all such have. */
public abstract class ClusterPlayground extends Playground {
  private static final long COMMAND_SECONDS = 120;

  @Option(names = "--workers", description = "clones at the start (default: ${DEFAULT-VALUE})")
  protected int workers = 4;

  private final Set<String> paused = ConcurrentHashMap.newKeySet();
  private Cluster cluster;

  /** Adds {@code status}, {@code kill N} and the like, and SIGHUP for a rolling restart. */
  protected final void play(Cluster to) {
    cluster = to;
    Supervisor supervisor = cluster.supervisor();
    verb("kill " + killable(), "it dies, as by kill -9", words -> kill(words.get(0)));
    verb("pause N", "a worker hangs", words -> pause(number(words)));
    verb("resume N", "it goes on", words -> resume(number(words)));
    verb("restart", "all workers, one by one, under load", words -> restart());
    verb("scale N", "so many workers", words -> scale(number(words)));
    verb("spares N", "so many warm spares", words -> spares(number(words)));
    Signals.onHangUp(() -> System.out.println(restart()));
  }

  /** What can be killed, for those who type. */
  protected String killable() {
    return "N";
  }

  /** A worker by its number; a chapter may know more that can be killed. */
  protected String kill(String what) throws Exception {
    return await(cluster.supervisor().kill(Integer.parseInt(what)));
  }

  @Override
  protected final String ready() {
    return "ready http://127.0.0.1:" + cluster.port();
  }

  protected final void event(String node, String text) {
    System.out.printf("  %s %s%n", node, text);
    happened(node, text);
  }

  private static int number(List<String> words) {
    return Integer.parseInt(words.get(0));
  }

  private static <T> T await(CompletableFuture<T> command) throws Exception {
    return Supervisor.await(command, COMMAND_SECONDS);
  }

  private String pause(int slot) throws Exception {
    String said = await(cluster.supervisor().pause(slot));
    paused.add(said.split(" ")[0]);
    return said;
  }

  private String resume(int slot) throws Exception {
    String said = await(cluster.supervisor().resume(slot));
    paused.remove(said.split(" ")[0]);
    return said;
  }

  /** A worker, as the supervisor and the balancer see it. */
  public record Seen(
      int slot,
      String worker,
      long pid,
      int port,
      String state,
      boolean inRotation,
      int restarts) {}

  /** Where sessions live outside the workers, and whether it is up. */
  protected Map<String, String> stores() {
    return Map.of();
  }

  /** All of them, and what the balancer has counted. */
  public record State(
      List<Seen> workers, String balancer, long answered, long failed, Map<String, String> stores) {
    @Override
    public String toString() {
      String each = "  slot %d  %-11s pid %-7d port %-6d %-9s %-15s  restarts %d%n";
      return workers.stream()
              .map(
                  s ->
                      each.formatted(
                          s.slot,
                          s.worker,
                          s.pid,
                          s.port,
                          s.state,
                          (s.inRotation ? "in" : "out of") + " rotation",
                          s.restarts))
              .collect(Collectors.joining())
          + stores.entrySet().stream()
              .map(store -> "  %s %s%n".formatted(store.getKey(), store.getValue()))
              .collect(Collectors.joining())
          + "  balancer %s, requests %d answered, %d failed".formatted(balancer, answered, failed);
    }
  }

  @Override
  protected final Record status() throws Exception {
    Balancer balancer = cluster.balancer();
    List<String> inRotation = balancer.rotation().candidates().stream().map(Backend::name).toList();
    List<Seen> all =
        await(cluster.supervisor().status()).stream()
            .map(s -> seen(s, inRotation.contains(s.worker())))
            .toList();
    return new State(
        all,
        cluster.isBalancerDead() ? "dead" : "up",
        balancer.counters().of(Event.ANSWERED),
        balancer.counters().of(Event.FAILED),
        stores());
  }

  private Seen seen(Supervisor.Status s, boolean in) {
    String state = paused.contains(s.worker()) ? "paused" : s.state();
    return new Seen(s.slot(), s.worker(), s.pid(), s.port(), state, in, s.restarts());
  }

  private String restart() {
    try {
      long start = System.nanoTime();
      await(cluster.supervisor().rollingRestart());
      return "restarted one by one in %d ms".formatted((System.nanoTime() - start) / 1_000_000);
    } catch (Exception e) {
      return "the restart stopped: " + e.getMessage();
    }
  }

  private String spares(int count) throws Exception {
    await(cluster.supervisor().spares(count));
    return "warm spares: " + count;
  }

  private String scale(int count) throws Exception {
    await(cluster.supervisor().scale(count));
    return count + " workers";
  }
}
