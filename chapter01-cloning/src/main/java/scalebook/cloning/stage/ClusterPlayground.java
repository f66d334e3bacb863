package scalebook.cloning.stage;

import java.util.List;
import java.util.concurrent.CompletableFuture;
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

  private Cluster cluster;

  /** Adds {@code status}, {@code kill N} and the like, and SIGHUP for a rolling restart. */
  protected final void play(Cluster to) {
    cluster = to;
    Supervisor supervisor = cluster.supervisor();
    verb("status", words -> status());
    verb("kill N", words -> kill(words.get(0)));
    verb("pause N", words -> await(supervisor.pause(number(words))));
    verb("resume N", words -> await(supervisor.resume(number(words))));
    verb("restart", words -> restart());
    verb("scale N", words -> scale(number(words)));
    verb("spares N", words -> spares(number(words)));
    Signals.onHangUp(() -> System.out.println(restart()));
  }

  /** A worker by its number; a chapter may know more that can be killed. */
  protected String kill(String what) throws Exception {
    return await(cluster.supervisor().kill(Integer.parseInt(what)));
  }

  @Override
  protected final String ready() {
    return "ready http://127.0.0.1:" + cluster.port();
  }

  protected static void event(String node, String text) {
    System.out.printf("  %s %s%n", node, text);
  }

  private static int number(List<String> words) {
    return Integer.parseInt(words.get(0));
  }

  private static <T> T await(CompletableFuture<T> command) throws Exception {
    return Supervisor.await(command, COMMAND_SECONDS);
  }

  private String status() throws Exception {
    Balancer balancer = cluster.balancer();
    List<String> inRotation = balancer.rotation().candidates().stream().map(Backend::name).toList();
    StringBuilder all = new StringBuilder();
    for (Supervisor.Status s : await(cluster.supervisor().status())) {
      String rotation = (inRotation.contains(s.worker()) ? "in" : "out of") + " rotation";
      all.append(
          "  slot %d  %-11s pid %-7d port %-6d %-9s %-15s  restarts %d%n"
              .formatted(
                  s.slot(), s.worker(), s.pid(), s.port(), s.state(), rotation, s.restarts()));
    }
    return all
        + "  requests %d answered, %d failed"
            .formatted(
                balancer.counters().of(Event.ANSWERED), balancer.counters().of(Event.FAILED));
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
