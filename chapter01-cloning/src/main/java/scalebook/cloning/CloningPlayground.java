package scalebook.cloning;

import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import scalebook.cloning.policy.Policy;
import scalebook.cloning.supervisor.Program;
import scalebook.cloning.supervisor.Settings;
import scalebook.cloning.supervisor.Supervisor;
import scalebook.cloning.worker.DemoApp;
import scalebook.lab.Lab;
import scalebook.lab.Playground;
import scalebook.lab.process.Signals;

/** The cluster behind its balancer, to try with curl, wrk or a browser. */
@Command(name = "play 1", description = "clones behind a balancer")
public final class CloningPlayground extends Playground {
  private static final long COMMAND_SECONDS = 120;

  @Option(names = "--workers", description = "clones at the start (default: ${DEFAULT-VALUE})")
  private int workers = 4;

  @Option(names = "--spares", description = "warm spares (default: ${DEFAULT-VALUE})")
  private int spares = 1;

  @Option(
      names = "--policy",
      description = "round-robin, least-connections … (default: ${DEFAULT-VALUE})")
  private String policy = "round-robin";

  private Cluster cluster;

  @Override
  protected AutoCloseable open(Lab lab) throws Exception {
    String folder = lab.workspace().folder("shared").toString();
    Program program = Program.of(DemoApp.class, "folder=" + folder);
    Policy.Kind first = Policy.Kind.named(policy);
    cluster =
        Cluster.open(
            Cluster.Setup.of(program, workers)
                .settings(Settings.defaults().spares(spares))
                .port(port),
            lab,
            (node, text) -> System.out.printf("  %s %s%n", node, text));
    cluster.balancer().rotation().policy(first.create());
    Supervisor supervisor = cluster.supervisor();
    verb("status", words -> status());
    verb("kill N", words -> wait(supervisor.kill(number(words))));
    verb("pause N", words -> wait(supervisor.pause(number(words))));
    verb("resume N", words -> wait(supervisor.resume(number(words))));
    verb("restart", words -> restart());
    verb("scale N", words -> scale(number(words)));
    verb("policy NAME", this::policy);
    Signals.onHangUp(() -> System.out.println(restart()));
    return cluster;
  }

  @Override
  protected String ready() {
    return "ready http://127.0.0.1:" + cluster.port();
  }

  private static int number(List<String> words) {
    return Integer.parseInt(words.get(0));
  }

  private static <T> T wait(java.util.concurrent.CompletableFuture<T> command) throws Exception {
    return Supervisor.await(command, COMMAND_SECONDS);
  }

  private String status() throws Exception {
    var inRotation = cluster.balancer().rotation().candidates();
    return wait(cluster.supervisor().status()).stream()
            .map(
                s ->
                    "  slot %d  %-11s pid %-7d port %-6d %-9s %s  restarts %d%n"
                        .formatted(
                            s.slot(),
                            s.worker(),
                            s.pid(),
                            s.port(),
                            s.state(),
                            inRotation.stream().anyMatch(b -> b.name().equals(s.worker()))
                                ? "in rotation    "
                                : "out of rotation",
                            s.restarts()))
            .collect(Collectors.joining())
        + "  requests %d answered, %d failed"
            .formatted(
                cluster.balancer().counters().answeredCount(),
                cluster.balancer().counters().failedCount());
  }

  private String restart() {
    try {
      long start = System.nanoTime();
      wait(cluster.supervisor().rollingRestart());
      return "restarted one by one in %d ms".formatted((System.nanoTime() - start) / 1_000_000);
    } catch (Exception e) {
      return "the restart stopped: " + e.getMessage();
    }
  }

  private String scale(int count) throws Exception {
    wait(cluster.supervisor().scale(count));
    return count + " workers";
  }

  private String policy(List<String> words) {
    Policy.Kind kind = Policy.Kind.named(words.get(0));
    cluster.balancer().rotation().policy(kind.create());
    return "policy " + kind;
  }
}
